"""The debrief: scores held against sums by hand, and reports that no answer can break out of."""

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from study.debrief import Debrief, debrief, key, rating, replaced, reviews, score, share
from study.debrief_page import as_code, page
from study.debrief_report import clock, quoted, report
from study.drill import Reply
from study.interview import Event, Setup, State, Turn, fold
from study.interview_plan import minutes
from study.library import Library
from study.memory import SCHEDULER, memory
from study.question import Choice, Order, Worded
from study.review import Rating
from tests.test_interview import START, answered, at, begun

SHELF = Library(Path(__file__).parent.parent / "questions").shelf
OPEN = next(q for q in SHELF.questions.values() if isinstance(q, Worded) and q.kind == "open")
CHOICE = next(q for q in SHELF.questions.values() if isinstance(q, Choice))
ORDER = next(q for q in SHELF.questions.values() if isinstance(q, Order))
HOSTILE = [
    "<script>alert(1)</script>",
    "``` \n# not a heading\n<img src=x onerror=alert(1)>",
    "`````\n</code></pre><script>",
    "~~~\n---\n[x](javascript:alert(1))",
    "\r```\r# x\r",
    "![x](http://example.org/track.png)",
    "</body></html>&amp;&lt;",
    "  \n    indented <b>",
    "a\u2028# b\u2029```",
    "```" * 400,
]


def held(*turns: Turn, style: str = "written") -> State:
    """An interview that has ended with these turns at an open question, a choice and an order."""
    ids = (OPEN.id, CHOICE.id, ORDER.id)
    state = fold([begun(questions=ids, style=style), answered(0, 2), Event("ended", at(3), "ended")])
    assert state is not None
    return replace(state, turns=(*turns, *(Turn() for _ in ids[len(turns) :])))


def seen(state: State) -> Debrief:
    return debrief(state, SHELF.questions, SHELF.topic_of)


def wrong() -> str:
    return Reply.of(sorted(set(range(len(CHOICE.options))) - CHOICE.right())[:1])


def test_the_score_is_the_weight_of_the_points_and_counts_by_planned_time() -> None:
    first = OPEN.points[0]
    state = held(Turn(answer="x", ticked=(first.id,)), Turn(answer=Reply.of(sorted(CHOICE.right()))))
    made = first.weight / sum(p.weight for p in OPEN.points)
    found = seen(state)
    assert [r.share for r in found.rows] == [pytest.approx(made), 1.0]
    assert found.score == pytest.approx((made * minutes(OPEN) + 1.0 * minutes(CHOICE)) / (minutes(OPEN) + 1.0))
    assert score(state, SHELF.questions) == found.score
    assert found.unanswered == (ORDER.id,)
    assert [p.id for p in found.rows[0].missed] == [p.id for p in OPEN.points[1:]]


def test_every_topic_has_its_own_score() -> None:
    found = seen(held(Turn(answer="", ticked=()), Turn(answer=Reply.of(sorted(CHOICE.right())))))
    assert SHELF.topic_of[OPEN.id] == SHELF.topic_of[CHOICE.id]
    elsewhere = debrief(
        held(Turn(answer=""), Turn(answer=Reply.of(sorted(CHOICE.right())))),
        SHELF.questions,
        {OPEN.id: "here", CHOICE.id: "there"},
    )
    assert elsewhere.topics == {"here": 0.0, "there": 1.0}
    assert found.topics == {SHELF.topic_of[OPEN.id]: pytest.approx(1 / (minutes(OPEN) + 1))}


def test_all_points_are_everything_and_none_nothing() -> None:
    assert share(OPEN, Turn(answer="x", ticked=tuple(p.id for p in OPEN.points))) == 1.0
    assert share(OPEN, Turn(answer="x", ticked=("no-such-point",))) == 0.0
    assert (share(CHOICE, Turn(answer=wrong())), share(ORDER, Turn(answer=Reply.of(ORDER.right()[0])))) == (0.0, 1.0)


def test_an_interview_without_an_answer_has_no_score() -> None:
    found = seen(held())
    assert (found.rows, found.score, found.weak()) == ((), None, ())
    assert score(held(), SHELF.questions) is None


def test_a_question_that_left_the_banks_is_passed_over() -> None:
    state = held(Turn(answer="x"), Turn(answer=wrong()))
    found = debrief(state, {CHOICE.id: CHOICE}, SHELF.topic_of)
    assert [r.question.id for r in found.rows] == [CHOICE.id]


def test_memory_learns_each_answer_once_and_stamped() -> None:
    every = tuple(p.id for p in OPEN.points)
    state = held(Turn(answer="x", ticked=every, by_us=every[:1], thought=61.0, spent=90.0), Turn(answer=wrong()))
    log = reviews("ada", "i1", state, seen(state))
    assert [(r.question, r.rating) for r in log] == [(OPEN.id, Rating.GOOD), (CHOICE.id, Rating.AGAIN)]
    assert [r.key for r in log] == ["interview.i1.0.0", "interview.i1.1.0"]
    assert {r.scheduler for r in log} == {SCHEDULER}
    assert (log[0].seconds, log[0].ticked_by_us, log[0].at) == (61.0, every[:1], at(3))
    assert set(memory(log)) == {OPEN.id, CHOICE.id}


def test_a_popular_mistake_caps_the_rating() -> None:
    q = SHELF.questions["dl-overfitting-underfitting"]
    assert isinstance(q, Worded)
    turn = Turn(answer="数据增强能解决欠拟合", ticked=tuple(p.id for p in q.points))
    state = replace(held(turn), questions=(q.id, CHOICE.id, ORDER.id))
    row = seen(state).rows[0]
    assert [p.id for p in row.repeated] == ["augmentation-cures-underfitting"]
    assert rating(row) is Rating.HARD
    assert row.share == 1
    assert row in seen(state).weak()


def test_a_corrected_answer_replaces_every_review_before() -> None:
    row = seen(held(Turn(answer="x", corrections=2))).rows[0]
    assert replaced("i1", row) == (key("i1", 0, 0), key("i1", 0, 1))
    assert key("i1", 0, 2) not in replaced("i1", row)


def test_what_to_practise_begins_with_the_weakest() -> None:
    points = OPEN.points
    half = tuple(p.id for p in points[: len(points) // 2])
    found = seen(held(Turn(answer="x", ticked=half), Turn(answer=wrong()), Turn(answer=Reply.of(ORDER.right()[0]))))
    assert [r.question.id for r in found.weak()] == [CHOICE.id, OPEN.id]


@pytest.mark.parametrize("text", HOSTILE)
def test_an_answer_cannot_leave_its_fence(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(f"before\n\n{quoted(text, 'en')}\n\nafter")
    assert [
        t.type for t in tokens if t.level == 0 and t.type not in ("paragraph_open", "paragraph_close", "inline")
    ] == ["fence"]
    (fence,) = (t for t in tokens if t.type == "fence")
    assert fence.content.splitlines() == text.splitlines()


class Tags(HTMLParser):
    """What a browser would see: which elements with which attributes, and the text of each block of code."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.loads: list[str] = []
        self.quoted: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.loads += [f"{n}={v}" for n, v in attrs if n.startswith("on") or n in ("src", "href")]
        if tag == "pre":
            self._inside = True
            self.quoted.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "pre"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.quoted[-1] += data


ALLOWED = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "strong", "em", "ol", "ul", "li"}
ALLOWED |= {"pre", "code", "hr", "a", "blockquote", "br"}


@pytest.mark.parametrize("text", HOSTILE)
def test_the_printed_page_shows_an_answer_as_text_and_loads_nothing(text: str) -> None:
    state = held(Turn(answer=text, follow=(0,), replies=(text,)))
    printed = page(report(seen(state), state.setup, date(2026, 3, 2), str, "zh", as_code), "<title>", "zh")
    read = Tags()
    read.feed(printed)
    assert read.tags <= ALLOWED
    assert not [load for load in read.loads if not load.startswith("href=http")]
    assert [q.splitlines() for q in read.quoted[:2]] == [text.splitlines()] * 2
    assert "default-src 'none'" in printed
    assert "@media print" in printed


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_report_holds_question_answer_points_and_what_to_practise(lang: str) -> None:
    state = held(Turn(answer="my very words", ticked=(OPEN.points[0].id,)), Turn(answer=wrong()))
    text = report(seen(state), state.setup, date(2026, 3, 2), str, lang)  # type: ignore[arg-type]
    said = [OPEN.prompt, OPEN.answer, CHOICE.prompt, *(p.text for p in OPEN.points)]
    assert all((s.zh if lang == "zh" else s.en) in text for s in said)
    assert "my very words" in text
    assert text.count("- ✓") == 1
    assert ("接下来练什么" if lang == "zh" else "What to practise now") in text
    assert "2026-03-02" in text


def test_the_report_says_where_a_second_opinion_differs_from_the_ticks() -> None:
    first, other, *_ = (p.id for p in OPEN.points)
    turn = Turn(answer="words", ticked=(first,), second=(other,))
    text = report(seen(held(turn)), Setup(), date(2026, 3, 2), str, "en")
    assert [text.count(f"second opinion: {said})") for said in ("made", "not made")] == [1, 1]
    assert "second opinion" not in report(seen(held(replace(turn, second=None))), Setup(), date(2026, 3, 2), str, "en")
    assert "second opinion" not in report(seen(held(replace(turn, second=(first,)))), Setup(), START.date(), str, "en")


def test_a_spoken_reply_is_said_to_be_spoken() -> None:
    state = held(Turn(answer="notes", follow=(0,), replies=("",)), style="spoken")
    text = report(seen(state), replace(state.setup, style="spoken"), START.date(), str, "en")
    assert "(said aloud)" in text
    assert "Your notes" in text


def test_every_question_of_the_banks_can_be_reported() -> None:
    for q in SHELF.questions.values():
        state = replace(held(Turn(answer="1")), questions=(q.id, "gone", "gone"))
        assert q.title.en in page(as_code(report(seen(state), Setup(), START.date(), str, "en")), "t", "en") or "&" in (
            q.title.en
        )


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (59.6, "1:00"), (245, "4:05"), (2400, "40:00"), (-3, "0:00")]
)
def test_times_are_minutes_and_seconds(seconds: float, text: str) -> None:
    assert clock(seconds) == text


def test_formulas_become_code() -> None:
    assert as_code("area $k\\times k$ and $$x_1$$") == "area `k\\times k` and `x_1`"
