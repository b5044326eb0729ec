"""The rest of the progress page: calibration, points, time, and a search in one's own answers."""

from collections.abc import Sequence
from statistics import median

import streamlit as st

from pages import charts, quiz_reveal
from pages import progress_words as w
from pages import quiz_words as qw
from pages.links import quiz_link
from pages.shared import say, shelf, zone
from study import calibration as study
from study import history
from study.calibration import Rated
from study.marking import mark
from study.question import Worded
from study.review import Rating, Review

WEAK = 8  # points shown
FOUND = 20  # answers shown


def calibration(log: Sequence[Review]) -> None:
    st.subheader(say(w.CALIBRATION), anchor=False)
    points = {id: len(q.points) for id, q in shelf().questions.items() if isinstance(q, Worded)}
    rows = study.calibration(log, points, zone())
    sure = [r for r in rows if r.rating in (Rating.GOOD, Rating.EASY)]
    again = sum(r.again for r in sure)
    if not again:
        st.caption(say(w.CALIBRATION_FEW))
    else:
        recalled = sum((r.recalled or 0) * r.again for r in sure) / again
        shares = [(r.points, r.times) for r in sure if r.points is not None]
        made = sum(p * n for p, n in shares) / max(1, sum(n for _, n in shares))
        words = say(w.CALIBRATION_SAID).format(points=f"{made:.0%}", recalled=f"{recalled:.0%}", n=again)
        names = [say(qw.RATINGS[r.rating]) for r in rows]
        series = {say(w.POINTS_MADE): [r.points for r in rows], say(w.RECALLED): [r.recalled for r in rows]}
        st.echarts_chart(charts.groups(names, series), height=200, key="progress.calibration", alt=words)
        st.caption(words)
    _table(rows)


def _table(rows: Sequence[Rated]) -> None:
    head = f"| {say(w.RATED)} | {say(w.TIMES)} | {say(w.POINTS_MADE)} | {say(w.RECALLED)} |\n|---|--:|--:|--:|\n"
    lines = [f"| {say(qw.RATINGS[r.rating])} | {r.times} | {_share(r.points)} | {_share(r.recalled)} |" for r in rows]
    st.markdown(head + "\n".join(lines))


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def points(log: Sequence[Review]) -> None:
    """Every point of what was answered: how many are sure, and which are missed most."""
    asked = {id: [p.id for p in q.points] for id, q in shelf().questions.items() if isinstance(q, Worded)}
    found = study.points_made(log, asked)
    if not found:
        return
    st.subheader(say(w.POINT_MASTERY), anchor=False)
    sure, never = sum(p.share == 1 for p in found), sum(p.made == 0 for p in found)
    st.caption(say(w.POINT_SAID).format(all=len(found), sure=sure, never=never))
    for point in [p for p in found if p.share < 1][:WEAK]:
        q = shelf().questions[point.question]
        text = next(p.text for p in q.points if p.id == point.point) if isinstance(q, Worded) else q.title
        made = say(w.POINT_LINE).format(made=point.made, of=point.of)
        quiz_link(point.question, label=f"{say(text)} :gray[{made} · {say(q.title)}]", icon=":material/target:")


def time(log: Sequence[Review]) -> None:
    taken = study.seconds(log, shelf().topic_of)
    if not taken:
        return
    st.subheader(say(w.TIME), anchor=False)
    slow = max(taken, key=lambda topic: taken[topic])
    words = say(w.TIME_SAID).format(
        all=_minutes(median(r.seconds for r in log)), topic=say(shelf().topics[slow]), slow=_minutes(taken[slow])
    )
    names = [say(shelf().topics[topic]) for topic in taken]
    st.echarts_chart(charts.bars(names, [round(s) for s in taken.values()]), height=200, key="progress.time", alt=words)
    st.caption(words)


def _minutes(seconds: float) -> str:
    whole = round(seconds)
    return say(w.MINUTES).format(m=whole // 60, s=whole % 60)


@st.fragment
def answers(log: Sequence[Review]) -> None:
    """A search in all that the learner ever typed."""
    st.subheader(say(w.OWN_ANSWERS), anchor=False)
    wanted = st.text_input(
        say(w.OWN_ANSWERS), key="progress.find", live=True, label_visibility="collapsed", icon=":material/search:"
    )
    if not (wanted or "").strip():
        return
    found = history.search(log, wanted)
    st.caption(say(w.OWN_FOUND).format(n=len(found)) if found else say(w.OWN_NONE))
    for review in found[:FOUND]:
        q = shelf().questions.get(review.question)
        with st.container(border=True, gap="small"):
            if q:
                quiz_link(q.id)
            st.caption(f"{review.at.astimezone(zone()):%Y-%m-%d %H:%M} · {say(qw.RATINGS[review.rating])}")
            if isinstance(q, Worded):
                st.html(quiz_reveal.own_words(q, review.answer, mark(q, review.answer)))
            else:
                st.text(review.answer)
