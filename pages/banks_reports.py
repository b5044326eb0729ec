"""What learners say is wrong with questions."""

from datetime import UTC, datetime

import streamlit as st

from pages import banks_state as state
from pages import banks_words as w
from pages import quiz_words as qw
from pages.shared import learner, say, shelf, store, zone
from study.report import Report


def reports() -> None:
    """The whole list on the server's own machine, elsewhere a learner's own."""
    found = [r for r in store().reports.all() if state.open_here() or r.learner == learner()]
    if not found:
        st.info(say(w.NO_REPORTS), icon=":material/flag:")
    for report in found[:200]:
        _report(report)


def _report(report: Report) -> None:
    q = shelf().questions.get(report.question)
    title = f"**{say(q.title)}** :gray[{state.where(q.id)}]" if q else f"`{report.question}` {say(w.GONE)}"
    with st.container(border=True, gap="small", key=f"report_{report.key}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(title)
            st.badge(say(qw.ABOUTS[report.about]), color="gray" if report.settled else "orange")
            st.space("stretch")
            if q:
                st.button(
                    say(w.SEE),
                    key=f"banks.from.{report.key}",
                    type="tertiary",
                    on_click=state.show,
                    args=(q.id,),
                )
            if state.open_here():
                st.button(
                    say(w.REOPEN if report.settled else w.SETTLE),
                    key=f"banks.settle.{report.key}",
                    on_click=_settle,
                    args=(report,),
                )
        if report.text:
            st.text(report.text)
        st.caption(_when(report))


def _when(report: Report) -> str:
    sent = f"{report.at.astimezone(zone()):%Y-%m-%d %H:%M}"
    if report.settled is None:
        return sent
    return f"{sent} · " + say(w.SETTLED).format(when=f"{report.settled.astimezone(zone()):%Y-%m-%d %H:%M}")


def _settle(report: Report) -> None:
    if state.open_here():
        store().reports.settle(report.key, None if report.settled else datetime.now(UTC))
