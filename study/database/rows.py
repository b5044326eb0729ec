"""What the tables hold as rows, and back."""

from typing import Any, cast

from study.draft import Draft
from study.interview import Event, What
from study.report import ABOUTS, LONGEST, About, Report
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


def row_of_report(report: Report) -> dict[str, Any]:
    return {
        "key": report.key,
        "learner": report.learner,
        "question": report.question,
        "about": report.about,
        "text": storable(report.text[:LONGEST]),
        "at": report.at,
        "settled": report.settled,
    }


def report_of(row: Any) -> Report:
    about: About = next((a for a in ABOUTS if a == row.about), "other")
    return Report(row.learner, row.question, about, row.text, row.at, row.key, row.settled)


def row_of_event(learner: str, interview: str, event: Event) -> dict[str, Any]:
    return {
        "learner": learner,
        "interview": interview,
        "key": event.key,
        "what": event.what,
        "at": event.at,
        "data": _clean(dict(event.data)),
    }


def event_of(row: Any) -> Event:
    return Event(cast(What, row.what), row.at, row.key, row.data)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(name): _clean(v) for name, v in value.items()}
    return [_clean(v) for v in value] if isinstance(value, list | tuple) else value


def storable(text: str) -> str:
    """The text without what no database holds: NUL, and halves of characters that a paste can leave."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
