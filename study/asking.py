"""Second opinions under way and at hand: each answer is sent once, a few at a time, and nobody waits for it."""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

from study.grader import Second, request
from study.grading import Grader
from study.question import Worded

WORKERS = 4
KEPT = 256  # opinions that are remembered, so that a reload sends nothing again
GRACE = 2.0  # seconds over the grader's own limit, for names that are slow to resolve


@dataclass(frozen=True, slots=True)
class Asked:
    """A request. `until` is the moment (of the clock given to Asking) after which nobody waits for it."""

    future: Future[Second | None]
    until: float


@dataclass(frozen=True, slots=True)
class Opinion:
    """How a request stands: waiting, or answered, or (neither) without an answer."""

    waiting: bool
    second: Second | None = None


class Asking:
    """One for the process. `clock` gives seconds that never go back."""

    def __init__(self, grader: Grader, clock: Callable[[], float]) -> None:
        self.grader = grader
        self._clock = clock
        self._pool = ThreadPoolExecutor(WORKERS, "grader")
        self._lock = Lock()
        self._asked: OrderedDict[tuple[str, str], Asked] = OrderedDict()

    def opinion(self, learner: str, question: Worded, answer: str) -> Opinion:
        """How the opinion on this answer stands; asks for it when nobody has. Returns at once."""
        asked = self._ask(learner, question, answer)
        if asked.future.done():
            return Opinion(False, None if asked.future.cancelled() else asked.future.result())
        return Opinion(self._clock() < asked.until)

    def at_hand(self, learner: str, question: Worded, answer: str) -> Second | None:
        """The opinion on this answer if it has come; asks nobody."""
        with self._lock:
            asked = self._asked.get(self._key(learner, question, answer))
        if asked is None or not asked.future.done() or asked.future.cancelled():
            return None
        return asked.future.result()

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _ask(self, learner: str, question: Worded, answer: str) -> Asked:
        key = self._key(learner, question, answer)
        with self._lock:
            if key not in self._asked:
                until = self._clock() + self.grader.seconds + GRACE
                self._asked[key] = Asked(self._pool.submit(self._one, question, answer, until), until)
                while len(self._asked) > KEPT:
                    self._asked.popitem(last=False)[1].future.cancel()
            return self._asked[key]

    def _key(self, learner: str, question: Worded, answer: str) -> tuple[str, str]:
        """What is sent is what makes a request the same, so an edited question is asked again."""
        return learner, sha256(request(self.grader.model, question, answer)).hexdigest()

    def _one(self, question: Worded, answer: str, until: float) -> Second | None:
        # whoever wanted it has given up while it stood in the queue
        return None if self._clock() >= until else self.grader.ask(question, answer)
