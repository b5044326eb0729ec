"""Progress: what is due, how much was done, what is known and where it is weak. Every chart has its words beside it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import streamlit as st

from pages import charts, own, own_data, progress_more
from pages import progress_words as w
from pages.links import quiz_link
from pages.shared import HERE, icon, lang, say, shelf, zone
from study import progress
from study.memory import Card, day, forecast
from study.progress import Topic
from study.question import Worded
from study.review import Review

st.set_page_config(page_title=f"{say(w.TITLE)} · ScanPrep", page_icon=icon(), layout="wide")
AHEAD = 15  # today and the next 14 days


def page() -> None:
    st.header(say(w.TITLE), anchor=False)
    now, log = datetime.now(UTC), own.log()
    if not log:
        st.info(say(w.EMPTY), icon=":material/flag:")
        st.page_link(HERE / "quiz.py", label=say(w.FIRST), icon=":material/school:")
        own_data.own_data()
        return
    cards = own.cards()
    ahead = forecast(cards, day(now, zone()), AHEAD, zone())
    _numbers(log, ahead[0], now)
    left, right = st.columns(2, gap="large")
    with left:
        _ahead(ahead, now)
        _calendar(log, now)
        progress_more.calibration(log)
        progress_more.time(log)
    with right:
        _topics(log, cards, now)
        _weakest(log, cards, now)
        progress_more.points(log)
    progress_more.answers(log)
    own_data.own_data()


def _numbers(log: Sequence[Review], due: int, now: datetime) -> None:
    kept, run = progress.true_retention(log, zone()), progress.streak(log, day(now, zone()), zone())
    share = f"{kept.share:.0%}" if kept.share is not None else "–"
    with st.container(horizontal=True, key="numbers"):
        st.metric(say(w.DUE_TODAY), due, border=True)
        st.metric(say(w.STREAK), say(w.DAYS).format(n=run.current), border=True)
        st.metric(say(w.ANSWERED), len(log), border=True)
        st.metric(say(w.REMEMBERED), share, border=True, help=say(w.REMEMBERED_HELP))
    spans = {"week": 7, "month": 30, "all": 100_000}
    since = {name: progress.true_retention(log, zone(), _ago(now, days)).share for name, days in spans.items()}
    shown = {name: "–" if s is None else f"{s:.0%}" for name, s in since.items()}
    st.caption(f"{say(w.REMEMBERED)}: {say(w.RETENTIONS).format(**shown)}")


def _ago(now: datetime, days: int) -> date:
    return day(now, zone()) - timedelta(days=days - 1)


def _ahead(ahead: Sequence[int], now: datetime) -> None:
    st.subheader(say(w.AHEAD), anchor=False)
    words = say(w.AHEAD_SAID).format(today=ahead[0], more=sum(ahead[1:]))
    names = [f"{d.month}/{d.day}" for d in (day(now, zone()) + timedelta(days=n) for n in range(len(ahead)))]
    st.echarts_chart(charts.bars(names, ahead), height=200, key="progress.ahead", alt=words)
    st.caption(words)


def _calendar(log: Sequence[Review], now: datetime) -> None:
    st.subheader(say(w.CALENDAR), anchor=False)
    days = progress.days(log, zone())
    most = max(days, key=lambda d: d.reviews)
    words = say(w.CALENDAR_SAID).format(days=len(days), most=most.reviews, when=most.day.isoformat())
    chart = charts.calendar({d.day: d.reviews for d in days}, day(now, zone()), lang())
    st.echarts_chart(chart, height=190, key="progress.calendar", alt=words)
    st.caption(words)


def _topics(log: Sequence[Review], cards: dict[str, Card], now: datetime) -> None:
    st.subheader(say(w.TOPICS), anchor=False)
    st.caption(say(w.TOPICS_SAID))
    for topic in progress.by_topic(log, cards, shelf().topic_of, _points(), now, zone()):
        _topic(topic)


def _topic(topic: Topic) -> None:
    name = say(shelf().topics[topic.topic])
    words = say(w.TOPIC_SAID).format(seen=topic.seen, all=topic.total, known=topic.known)
    if topic.recall is not None:
        words += say(w.RECALL).format(recall=f"{topic.recall:.0%}")
    if topic.points is not None:
        words += say(w.POINTS).format(points=f"{topic.points:.0%}")
    st.progress(topic.known / topic.total, text=f"**{name}** :gray[{words}]")


def _weakest(log: Sequence[Review], cards: dict[str, Card], now: datetime) -> None:
    st.subheader(say(w.WEAKEST), anchor=False)
    for weak in progress.weakest(log, cards, _points(), now, most=6):
        words = say(w.WEAK_SAID).format(recall=f"{weak.recall:.0%}", lapses=weak.lapses)
        if weak.points is not None:
            words += say(w.POINTS).format(points=f"{weak.points:.0%}")
        with st.container(border=True, gap="small", key=f"weak_{weak.question}"):
            quiz_link(weak.question)
            st.caption(words)


def _points() -> dict[str, int]:
    """How many points each question has that is answered in words."""
    return {id: len(q.points) for id, q in shelf().questions.items() if isinstance(q, Worded)}


page()
