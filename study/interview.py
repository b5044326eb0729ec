"""A mock interview is what its events add up to: which question is on, how much time is left, what was said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, TypeVar, get_args

from study.question import Worded

Minutes = Literal[10, 20, 40]
Style = Literal["written", "spoken"]
Mix = Literal["basic", "balanced", "demanding"]
Kind = Literal["open", "code", "objective"]
Stage = Literal["answer", "notes", "follow", "over"]
What = Literal["begun", "alive", "answered", "noted", "replied", "ended", "corrected"]
T = TypeVar("T")

BEAT = 3.0  # seconds between two signs of life from the browser
GRACE = 6.0  # a gap between two signs of life that is longer than this was no interview: the clock stood
FOLLOW_UPS = 2  # at most so many after one answer


@dataclass(frozen=True, slots=True)
class Setup:
    """What the candidate asked for; no topics: all of them."""

    minutes: Minutes = 20
    topics: tuple[str, ...] = ()
    mix: Mix = "balanced"
    style: Style = "written"
    kinds: tuple[Kind, ...] = ("open",)

    @staticmethod
    def of(kept: object) -> "Setup":
        """A setup as JSON gives it back; what is no choice becomes the default."""
        given = kept if isinstance(kept, dict) else {}
        kinds = tuple(k for k in get_args(Kind) if k in _strings(given.get("kinds")))
        return Setup(
            _one_of(given.get("minutes"), get_args(Minutes), 20),
            _strings(given.get("topics")),
            _one_of(given.get("mix"), get_args(Mix), "balanced"),
            _one_of(given.get("style"), get_args(Style), "written"),
            kinds or ("open",),
        )

    def kept(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "minutes": self.minutes,
            "topics": list(self.topics),
            "mix": self.mix,
            "style": self.style,
            "kinds": list(self.kinds),
        }


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in an interview. Never edited; the same key counts once."""

    what: What
    at: datetime  # timezone.utc
    key: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    """What happened at one question."""

    spent: float = 0.0  # seconds on the clock, answer and follow-ups
    thought: float = 0.0  # of these, seconds until the answer was given
    answer: str | None = None  # None: not answered
    by_us: tuple[str, ...] = ()  # points that the marking credits
    ticked: tuple[str, ...] = ()  # points that count: the candidate's own ticks once there are any
    follow: tuple[int, ...] = ()  # which follow-ups are asked
    replies: tuple[str, ...] = ()
    corrections: int = 0
    second: tuple[str, ...] | None = None  # points that a second opinion credits; None: none was asked


@dataclass(frozen=True, slots=True)
class State:
    """Where an interview stands. `last` is the last sign of life, and the end once it has ended."""

    setup: Setup
    questions: tuple[str, ...]
    begun: datetime
    last: datetime
    place: int = 0
    stage: Stage = "answer"
    turns: tuple[Turn, ...] = ()
    ended: bool = False

    @property
    def seconds(self) -> float:
        return self.setup.minutes * 60.0

    @property
    def spent(self) -> float:
        """Seconds on the clock up to the last sign of life."""
        return sum(turn.spent for turn in self.turns)

    @property
    def running(self) -> bool:
        """Whether the clock runs: while thinking and speaking, not while ticking off points or when all is over."""
        return not self.ended and self.stage in ("answer", "follow")

    @property
    def turn(self) -> Turn:
        return self.turns[min(self.place, len(self.turns) - 1)]

    def remaining(self, now: datetime) -> float:
        """Seconds left, negative in overtime."""
        return self.seconds - self.spent - self._since(now)

    def used(self, now: datetime) -> float:
        """Seconds spent on the question that is on."""
        return self.turn.spent + self._since(now)

    def _since(self, now: datetime) -> float:
        gap = (now - self.last).total_seconds()
        return gap if self.running and 0 < gap <= GRACE else 0.0


def fold(events: Iterable[Event]) -> State | None:
    """The state after these events, in the order in which they were stored; None before the first."""
    state: State | None = None
    seen: set[str] = set()
    for event in events:
        if event.key not in seen:
            seen.add(event.key)
            state = begun(event) if state is None else step(state, event)
    return state


def begun(event: Event) -> State | None:
    """The state that an interview begins in; None for any other event."""
    questions = _strings(event.data.get("questions"))
    if event.what != "begun" or not questions:
        return None
    turns = tuple(Turn() for _ in questions)
    return State(Setup.of(event.data.get("setup")), questions, event.at, event.at, turns=turns)


def step(state: State, event: Event) -> State:
    """The state after one more event; one that does not fit where the interview stands is only a sign of life."""
    state = state if state.ended else _tick(state, event.at)
    if event.what == "alive":
        return state
    here = event.data.get("place") == state.place and not state.ended
    match event.what:
        case "answered" if here and state.stage == "answer":
            return _answered(state, event.data)
        case "noted" if here and state.stage == "notes":
            ticked, follow = _strings(event.data.get("ticked")), _numbers(event.data.get("follow"))
            notes = str(event.data.get("answer", ""))
            by_us = _strings(event.data.get("by_us"))
            return _after(_with(state, answer=notes, ticked=ticked, by_us=by_us, follow=follow))
        case "replied" if here and state.stage == "follow" and event.data.get("number") == len(state.turn.replies):
            return _after(_with(state, replies=(*state.turn.replies, str(event.data.get("answer", "")))))
        case "ended" if not state.ended:
            return replace(state, stage="over", ended=True)
        case "corrected" if state.ended:
            return _corrected(state, event.data)
        case _:
            return state


def follow_ups(q: Worded, ticked: Iterable[str]) -> tuple[int, ...]:
    """Which follow-ups an interviewer asks: those that dig into a point that was missed."""
    missed = {p.id for p in q.points}.difference(ticked)
    return tuple(i for i, f in enumerate(q.follow_ups) if missed.intersection(f.missed))[:FOLLOW_UPS]


def _tick(state: State, at: datetime) -> State:
    """The clock goes on by the time since the last sign of life."""
    since = state._since(at)
    return replace(_with(state, spent=state.turn.spent + since) if since else state, last=at)


def _answered(state: State, data: Mapping[str, Any]) -> State:
    by_us = _strings(data.get("by_us"))
    said = _with(
        state,
        answer=str(data.get("answer", "")),
        thought=state.turn.spent,
        by_us=by_us,
        ticked=by_us,
        follow=_numbers(data.get("follow")),
    )
    return replace(said, stage="notes") if data.get("notes") is True else _after(said)


def _after(state: State) -> State:
    """What comes next: a follow-up, the next question, or the end. After the bell nothing new is asked."""
    bell = state.spent >= state.seconds
    if not bell and len(state.turn.replies) < len(state.turn.follow):
        return replace(state, stage="follow")
    if bell or state.place + 1 == len(state.questions):
        return replace(state, stage="over")
    return replace(state, place=state.place + 1, stage="answer")


def _corrected(state: State, data: Mapping[str, Any]) -> State:
    place = data.get("place")
    if not isinstance(place, int) or not 0 <= place < len(state.turns) or state.turns[place].answer is None:
        return state
    turn = state.turns[place]
    second = _strings(data["second"]) if "second" in data else turn.second
    new = replace(turn, ticked=_strings(data.get("ticked")), corrections=turn.corrections + 1, second=second)
    return replace(state, turns=(*state.turns[:place], new, *state.turns[place + 1 :]))


def _with(state: State, **changes: Any) -> State:
    turn = replace(state.turn, **changes)
    return replace(state, turns=(*state.turns[: state.place], turn, *state.turns[state.place + 1 :]))


def _strings(value: object) -> tuple[str, ...]:
    return tuple(str(v) for v in value) if isinstance(value, list | tuple) else ()


def _numbers(value: object) -> tuple[int, ...]:
    return tuple(v for v in value if isinstance(v, int)) if isinstance(value, list | tuple) else ()


def _one_of(value: object, allowed: tuple[T, ...], default: T) -> T:
    return next((a for a in allowed if a == value), default)
