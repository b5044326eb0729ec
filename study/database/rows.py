"""Reviews and drafts as rows of the tables, and back."""

from typing import Any

from study.draft import Draft
from study.review import Rating, Review


def row_of_review(review: Review) -> dict[str, Any]:
    return {
        "learner": review.learner,
        "key": review.key,
        "question": review.question,
        "rating": int(review.rating),
        "at": review.at,
        "seconds": review.seconds,
        "answer": storable(review.answer),
        "ticked": list(review.ticked),
        "ticked_by_us": list(review.ticked_by_us),
        "scheduler": review.scheduler,
        "second": None if review.second is None else list(review.second),
    }


def review_of(row: Any) -> Review:
    return Review(
        learner=row.learner,
        question=row.question,
        rating=Rating(row.rating),
        at=row.at,
        seconds=row.seconds,
        answer=row.answer,
        ticked=tuple(row.ticked),
        ticked_by_us=tuple(row.ticked_by_us),
        scheduler=row.scheduler,
        key=row.key,
        second=None if row.second is None else tuple(row.second),
    )


def row_of_draft(draft: Draft) -> dict[str, Any]:
    return {
        "learner": draft.learner,
        "question": draft.question,
        "key": draft.key,
        "answer": storable(draft.answer),
        "shown": draft.shown,
        "at": draft.at,
        "revealed": draft.revealed,
        "ticked": None if draft.ticked is None else list(draft.ticked),
    }


def draft_of(row: Any) -> Draft:
    ticked = None if row.ticked is None else tuple(row.ticked)
    return Draft(row.learner, row.question, row.key, row.answer, row.shown, row.at, row.revealed, ticked)


def storable(text: str) -> str:
    """The text without what no database holds: NUL, and halves of characters that a paste can leave."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
