"""What the quiz shows of a second opinion: whether it is coming, and beside each point what it says."""

from collections.abc import Collection
from html import escape

import streamlit as st

from pages import own, second
from pages import quiz_state as state
from pages.shared import say
from study.asking import Opinion
from study.grader import Verdict
from study.preference import Preferences
from study.question import Worded
from study.text import Text

TURN = 0.7  # seconds between looks whether it has come
SHOWN = 160  # characters of a quote

SWITCH = Text(
    "第二意见：每次看答案时，请 `{address}` 再判一次", "Second opinion: have `{address}` judge each answer as well"
)
SENT = Text(
    "默认关闭。打开后，每次看答案时，题目、要点和你的回答会发到 `{address}`（由管理员设置）；对方怎样保存，由对方决定。"
    "内置判定照旧，先显示；只有引得出你原话的第二意见才算数。",
    "Off by default. When on, the question, its points and your answer are sent to `{address}` (set by the"
    " administrator) each time you see an answer; what is kept there is up to them. The built-in marking stays and is"
    " shown first; a second opinion counts only where it quotes your own words.",
)
WILL_SEND = Text(
    "看答案时，你的回答会发到 `{address}` 求第二意见；可在练习首页的设置里关闭。",
    "When you see the answer, yours is sent to `{address}` for a second opinion; the settings on the first screen turn"
    " this off.",
)
WAITING = Text("第二意见：已发到 `{address}`，等待答复…", "Second opinion: sent to `{address}`, waiting…")
CAME = Text("第二意见来自 `{address}`，勾选由你决定。", "Second opinion from `{address}`; the ticks are yours.")
NONE = Text("第二意见没有答复，用内置判定。", "No second opinion came; the built-in marking stands.")
SOON = Text("第二意见：…", "Second opinion: …")
SAYS = {
    "hit": Text("第二意见：说到了「{quote}」", "Second opinion: made, “{quote}”"),
    "maybe": Text("第二意见：只说到一部分「{quote}」", "Second opinion: in part, “{quote}”"),
    "miss": Text("第二意见：没有说到", "Second opinion: not made"),
}
ADOPT = Text("采纳", "Adopt")


def switch() -> None:
    """The learner's own switch, with who is sent what; nothing when nobody is configured."""
    if there := second.address():
        st.session_state["quiz.set.second"] = second.wanted()
        st.toggle(say(SWITCH).format(address=there), key="quiz.set.second", on_change=_switched, args=(there,))
        st.caption(say(SENT).format(address=there))


def will_send() -> None:
    """Beside the button that sends the answer."""
    if second.wanted():
        st.caption(say(WILL_SEND).format(address=second.address()))


def line(q: Worded, answer: str, opinion: Opinion | None) -> None:
    """How the opinion stands, in one line; while it is awaited the line looks again by itself."""
    if opinion is None:
        return
    if opinion.waiting:
        st.fragment(_wait, run_every=TURN)(q, answer)
    else:
        st.caption(say(CAME if opinion.second else NONE).format(address=second.address()))


def beside(q: Worded, opinion: Opinion | None, ticked: Collection[str]) -> dict[str, str]:
    """HTML of what the opinion says of each point, with a button where the ticks say otherwise."""
    if opinion is None or not (opinion.waiting or opinion.second):
        return {}
    verdicts = {v.point: v for v in opinion.second.verdicts} if opinion.second else {}
    return {p.id: _beside(p.id, verdicts.get(p.id), p.id in ticked) for p in q.points}


def _beside(point: str, verdict: Verdict | None, ticked: bool) -> str:
    text, made, button = said(verdict) if verdict else say(SOON), verdict and other(verdict, ticked), ""
    if made is not None:
        made_ = "yes" if made else "no"
        button = f'<button type="button" data-adopt="{escape(point)}" data-made="{made_}">{escape(say(ADOPT))}</button>'
    return f'<p class="sp-small">{escape(text)} {button}</p>'


def said(verdict: Verdict) -> str:
    """The verdict in words, with the passage that it quotes; plain text."""
    return say(SAYS[verdict.state]).format(quote=_cut(verdict.quote))


def other(verdict: Verdict, ticked: bool) -> bool | None:
    """Whether the point was made, where the verdict is clear and says other than the tick; else None."""
    made = verdict.state == "hit"
    return None if verdict.state == "maybe" or made == ticked else made


def _wait(q: Worded, answer: str) -> None:
    now = second.opinion(q, answer)
    if now is None or not now.waiting:
        st.rerun()  # the whole page once more, without the timer
    st.caption(say(WAITING).format(address=second.address()))


def _cut(quote: str) -> str:
    one = " ".join(quote.split())
    return one if len(one) <= SHOWN else one[: SHOWN - 1] + "…"


def _switched(there: str) -> None:
    on = bool(st.session_state["quiz.set.second"])
    state.write(lambda: own.prefer(second=there if on else Preferences().second))
