"""What an interview comes to: the score of each question and topic, what was missed, what memory learns from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from study.drill import verdict
from study.interview import State, Turn
from study.interview_plan import minutes
from study.marking import Marking, mark, suggest
from study.memory import SCHEDULER
from study.question import Pitfall, Point, Question, Worded
from study.review import Rating, Review

SOLID = 0.7  # a share of the points from which a question needs no practice now


@dataclass(frozen=True, slots=True)
class Row:
    """One question that was answered. `share`: how much of it was right, 0..1."""

    place: int
    question: Question
    topic: str
    turn: Turn
    share: float
    planned: float  # seconds
    marking: Marking | None  # of an answer in words
    hit: tuple[Point, ...] = ()
    missed: tuple[Point, ...] = ()
    repeated: tuple[Pitfall, ...] = ()  # popular mistakes that the answer repeats


@dataclass(frozen=True, slots=True)
class Debrief:
    """Scores are means over the questions, each counting by its planned time; None where nothing was answered."""

    rows: tuple[Row, ...]
    topics: Mapping[str, float]
    score: float | None
    unanswered: tuple[str, ...]  # ids that the time did not reach, or that were left

    def weak(self) -> tuple[Row, ...]:
        """What to practise now, the weakest first: points missed, or a popular mistake repeated."""
        return tuple(sorted((r for r in self.rows if r.share < SOLID or r.repeated), key=lambda r: r.share))


def debrief(state: State, questions: Mapping[str, Question], topic_of: Mapping[str, str]) -> Debrief:
    """The debrief of an interview; a question that is in no bank any more is passed over."""
    pairs = list(enumerate(zip(state.questions, state.turns, strict=True)))
    rows = tuple(
        row(place, questions[id], topic_of.get(id, ""), turn)
        for place, (id, turn) in pairs
        if turn.answer is not None and id in questions
    )
    topics = {
        t: _mean((r.share, r.planned) for r in rows if r.topic == t) for t in dict.fromkeys(r.topic for r in rows)
    }
    left = tuple(id for _, (id, turn) in pairs if turn.answer is None)
    return Debrief(rows, topics, score(state, questions), left)


def row(place: int, q: Question, topic: str, turn: Turn) -> Row:
    planned, right = minutes(q) * 60, share(q, turn)
    if not isinstance(q, Worded):
        return Row(place, q, topic, turn, right, planned, None)
    marking = mark(q, turn.answer or "")
    found = {t.pitfall for t in marking.pitfalls}
    hit = tuple(p for p in q.points if p.id in turn.ticked)
    missed = tuple(p for p in q.points if p not in hit)
    repeated = tuple(p for p in q.pitfalls if p.id in found)
    return Row(place, q, topic, turn, right, planned, marking, hit, missed, repeated)


def share(q: Question, turn: Turn) -> float:
    """How much of an answer was right: the ticked points by their weight; an objective question is 0 or 1."""
    if not isinstance(q, Worded):
        return 1.0 if verdict(q, turn.answer or "") else 0.0
    return sum(p.weight for p in q.points if p.id in turn.ticked) / sum(p.weight for p in q.points)


def score(state: State, questions: Mapping[str, Question]) -> float | None:
    """The score alone: quicker than a debrief, for it marks nothing."""
    turns = zip(state.questions, state.turns, strict=True)
    weighed = [
        (share(questions[id], turn), minutes(questions[id]))
        for id, turn in turns
        if turn.answer is not None and id in questions
    ]
    return _mean(weighed) if weighed else None


def reviews(learner: str, interview: str, state: State, found: Debrief) -> tuple[Review, ...]:
    """What the log learns from the interview, one review for each answer, with a key of its own."""
    return tuple(review(learner, interview, state, r) for r in found.rows)


def review(learner: str, interview: str, state: State, r: Row) -> Review:
    objective = r.marking is None
    right = ("right",) if objective and r.share == 1 else ()
    return Review(
        learner=learner,
        question=r.question.id,
        rating=rating(r),
        at=state.last,
        seconds=r.turn.thought,
        answer=r.turn.answer or "",
        ticked=right if objective else r.turn.ticked,
        ticked_by_us=right if objective else r.turn.by_us,
        scheduler=SCHEDULER,
        key=key(interview, r.place, r.turn.corrections),
        second=r.turn.second,
    )


def rating(r: Row) -> Rating:
    """As the quiz suggests it."""
    if isinstance(r.question, Worded):
        return suggest(r.question, r.turn.ticked, r.marking)
    return Rating.GOOD if r.share == 1 else Rating.AGAIN


def key(interview: str, place: int, corrections: int) -> str:
    """The review of an answer; each correction of its ticks is a review of its own that replaces the one before."""
    return f"interview.{interview}.{place}.{corrections}"


def replaced(interview: str, r: Row) -> tuple[str, ...]:
    """The keys of the reviews that this row's corrections have replaced."""
    return tuple(key(interview, r.place, n) for n in range(r.turn.corrections))


def _mean(weighed: Iterable[tuple[float, float]]) -> float:
    pairs = list(weighed)
    return sum(share * weight for share, weight in pairs) / sum(weight for _, weight in pairs)
