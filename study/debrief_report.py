"""An interview to take along: the debrief as Markdown. What the learner wrote stays text, whatever it looks like."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from study.debrief import Debrief, Row
from study.drill import parse
from study.interview import Setup
from study.plain import plain
from study.question import Choice, Order, Picture, Point, Worded
from study.text import Lang, Text

TITLE = Text("模拟面试", "Mock interview")
MINUTES = Text("{n} 分钟", "{n} minutes")
STYLES = {"written": Text("笔答", "written"), "spoken": Text("口述", "spoken")}
SCORE = Text("得分", "Score")
USED = Text("用时 {used}，计划 {planned}", "{used} used, {planned} planned")
BY_TOPIC = Text("各主题得分", "Score per topic")
TOPIC = Text("主题", "Topic")
YOURS = Text("你的回答", "Your answer")
NOTES = Text("你的笔记", "Your notes")
NOTHING = Text("（没有作答）", "(no answer)")
ALOUD = Text("（口述）", "(said aloud)")
POINTS = Text("要点", "Points")
SECOND = {
    True: Text("（第二意见：说到了）", " (second opinion: made)"),
    False: Text("（第二意见：没有说到）", " (second opinion: not made)"),
}
MISTAKES = Text("你的回答里有常见误区", "Your answer repeats a popular mistake")
CLAIM = Text("常听到：", "People say: ")
TRUTH = Text("其实：", "In fact: ")
REFERENCE = Text("出处：", "Reference: ")
MODEL = Text("参考回答", "Model answer")
FOLLOW_UP = Text("追问", "Follow-up")
PRACTISE = Text("接下来练什么", "What to practise now")
NONE_WEAK = Text(
    "每一题都答到了七成以上，没有误区。", "Seven tenths or more of every question, and no popular mistake."
)
UNANSWERED = Text("没有问到或没有回答：{n} 题", "Not reached or not answered: {n}")

Formula = Callable[[str], str]
_RUN = re.compile("`+")


def report(
    found: Debrief, setup: Setup, on: date, topics: Callable[[str], str], lang: Lang, formulas: Formula = str
) -> str:
    """The whole debrief. `topics` names a topic; `formulas` may rewrite $..$ in the bank's texts for another reader."""
    return "\n\n".join(_parts(found, setup, on, topics, lang, formulas)) + "\n"


def clock(seconds: float) -> str:
    """Minutes and seconds: 4:05."""
    whole = max(0, round(seconds))
    return f"{whole // 60}:{whole % 60:02d}"


def percent(share: float) -> str:
    return f"{share:.0%}"


def quoted(text: str, lang: Lang) -> str:
    """The learner's words in a fence longer than any that they hold, so that they cannot get out of it."""
    if not text.strip():
        return NOTHING(lang)
    fence = "`" * max(3, 1 + max((len(m.group()) for m in _RUN.finditer(text)), default=0))
    return f"{fence}text\n{text}\n{fence}"


def reply(r: Row, lang: Lang) -> str:
    """What was answered, in words also where it was chosen."""
    q, said = r.question, r.turn.answer or ""
    if isinstance(q, Choice | Picture):
        return "\n".join(q.options[i].text(lang) for i in parse(said) if 0 <= i < len(q.options))
    if isinstance(q, Order):
        return "\n".join(f"{n}. {q.steps[i](lang)}" for n, i in enumerate(parse(said), 1) if 0 <= i < len(q.steps))
    return said


def _parts(
    found: Debrief, setup: Setup, on: date, topics: Callable[[str], str], lang: Lang, formulas: Formula
) -> Iterator[str]:
    yield f"# {TITLE(lang)} · {on.isoformat()}"
    facts = [MINUTES(lang).format(n=setup.minutes), STYLES[setup.style](lang)]
    if found.score is not None:
        facts.append(f"**{SCORE(lang)} {percent(found.score)}**")
    yield " · ".join(facts)
    if found.topics:
        yield f"## {BY_TOPIC(lang)}"
        rows = [f"- {topics(t)}: {percent(share)}" for t, share in found.topics.items()]
        yield "\n".join(rows)
    for r in found.rows:
        yield from _row(r, setup, lang, formulas)
    if found.unanswered:
        yield UNANSWERED(lang).format(n=len(found.unanswered))
    yield f"## {PRACTISE(lang)}"
    weak = [f"- {r.question.title(lang)} ({percent(r.share)})" for r in found.weak()]
    yield "\n".join(weak) or NONE_WEAK(lang)


def _row(r: Row, setup: Setup, lang: Lang, formulas: Formula) -> Iterator[str]:
    q = r.question
    yield f"## {r.place + 1}. {q.title(lang)}"
    used = USED(lang).format(used=clock(r.turn.spent), planned=clock(r.planned))
    yield f"{SCORE(lang)} {percent(r.share)} · {used}"
    yield formulas(plain(q, "", lang).prompt)
    spoken = setup.style == "spoken" and isinstance(q, Worded)
    yield f"**{(NOTES if spoken else YOURS)(lang)}**"
    yield quoted(reply(r, lang), lang)
    if isinstance(q, Worded):
        yield from _worded(r, q, setup, lang, formulas)
    else:
        yield f"**{MODEL(lang)}**"
        yield formulas(plain(q, "", lang).answer)


def _other(r: Row, point: Point, lang: Lang) -> str:
    """What a second opinion says, where it is not what is ticked."""
    if r.turn.second is None or (made := point.id in r.turn.second) == (point in r.hit):
        return ""
    return SECOND[made](lang)


def _worded(r: Row, q: Worded, setup: Setup, lang: Lang, formulas: Formula) -> Iterator[str]:
    yield f"**{POINTS(lang)}**"
    yield "\n".join(f"- {'✓' if p in r.hit else '✗'} {formulas(p.text(lang))}{_other(r, p, lang)}" for p in q.points)
    for p in r.repeated:
        yield f"**{MISTAKES(lang)}**"
        yield (
            f"- {CLAIM(lang)}{formulas(p.claim(lang))}\n"
            f"- {TRUTH(lang)}{formulas(p.truth(lang))}\n- {REFERENCE(lang)}{p.reference}"
        )
    yield f"**{MODEL(lang)}**"
    yield formulas(q.answer(lang))
    for said, i in zip(r.turn.replies, r.turn.follow, strict=False):
        if i < len(q.follow_ups):
            yield f"**{FOLLOW_UP(lang)}: {formulas(q.follow_ups[i].ask(lang))}**"
            yield ALOUD(lang) if setup.style == "spoken" else quoted(said, lang)
            yield f"**{MODEL(lang)}**"
            yield formulas(q.follow_ups[i].answer(lang))
