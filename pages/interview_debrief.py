"""The debrief: scores, every answer beside the model answer, what to practise now, and the report to take along."""

import streamlit as st

from pages import interview_second, quiz_drill, quiz_reveal
from pages import interview_state as state
from pages import interview_words as w
from pages import quiz_words as qw
from pages.links import quiz_link
from pages.shared import HERE, lang, learner, say, shelf, store, zone
from study.debrief import Debrief, Row
from study.debrief_page import as_code, page
from study.debrief_report import clock, percent, report
from study.grader import Second
from study.interview import State
from study.question import Pitfall, Point, Worded


def debrief(id: str) -> None:
    """Everything that the interview held back."""
    found = state.look(id)
    seen = state.seen(found)
    with st.container(key="debrief"):
        _head(found)
        if message := state.message():
            st.info(say(message))
        if not seen.rows:
            st.info(say(w.NO_ANSWERS))
            return
        _numbers(found, seen)
        left, right = st.columns([6, 7], gap="large")
        with left:
            _topics(seen)
        with right:
            _practise(seen)
        st.subheader(say(w.EACH), anchor=False)
        st.caption(say(w.LEARNT))
        interview_second.offer(id, seen)
        for row in seen.rows:
            _row(id, found, row)
        _unanswered(seen)
        _take(found, seen)


def _head(found: State) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="debrief_head"):
        day = found.begun.astimezone(zone())
        st.header(f"{say(w.DEBRIEF)} · {day:%Y-%m-%d %H:%M}", anchor=False)
        st.space("stretch")
        st.button(say(w.ANOTHER), key="interview.back", icon=":material/replay:", on_click=state.leave)


def _numbers(found: State, seen: Debrief) -> None:
    with st.container(horizontal=True, key="numbers"):
        st.metric(say(w.SCORE), percent(seen.score or 0), border=True)
        st.metric(say(w.TIME), f"{clock(found.spent)} / {clock(found.seconds)}", border=True)
        st.metric(say(w.ANSWERED), f"{len(seen.rows)} / {len(found.questions)}", border=True)


def _topics(seen: Debrief) -> None:
    st.subheader(say(w.BY_TOPIC), anchor=False)
    for topic, share in sorted(seen.topics.items(), key=lambda pair: pair[1]):
        st.progress(share, text=f"**{_topic(topic)}** · {percent(share)}")


def _topic(topic: str) -> str:
    return say(shelf().topics[topic]) if topic in shelf().topics else topic


def _practise(seen: Debrief) -> None:
    st.subheader(say(w.PRACTISE), anchor=False)
    weak = seen.weak()
    if not weak:
        st.markdown(say(w.ALL_SOLID))
        return
    st.caption(say(w.PRACTISE_SAID))
    with st.container(gap="small", key="practise"):
        for row in weak[:6]:
            quiz_link(row.question.id, label=f"{say(row.question.title)} · {percent(row.share)}")
    topics = list(dict.fromkeys(row.topic for row in weak))
    if st.button(say(w.SITTING), key="interview.practise", type="primary", icon=":material/play_arrow:"):
        store().set_setting(learner(), "sitting", {"mode": "topic", "form": "both", "topics": topics})
        st.switch_page(HERE / "quiz.py", query_params={"q": weak[0].question.id, "lang": lang()})


def _row(id: str, found: State, row: Row) -> None:
    slow = f" · :orange[{say(w.SLOW)}]" if row.turn.spent > row.planned else ""
    time = f"{clock(row.turn.spent)} / {clock(row.planned)}{slow}"
    title = f"{row.place + 1}. {say(row.question.title)} · **{percent(row.share)}** · {time}"
    with st.expander(title, expanded=len(found.questions) == 1, key=f"row_{row.place}"):
        q = row.question
        if isinstance(q, Worded):
            _worded(id, found, row, q)
        else:
            st.markdown(f"**{say(q.prompt)}**")
            quiz_drill.reveal(q, row.turn.answer or "")


def _worded(id: str, found: State, row: Row, q: Worded) -> None:
    st.markdown(f"**{say(q.prompt)}**")
    said, model = st.columns([6, 7], gap="large")
    with said:
        spoken = found.setup.style == "spoken"
        st.markdown(f"**{say(w.NOTES_YOURS if spoken else w.ANSWER)}**")
        if row.marking is not None:
            st.html(quiz_reveal.own_words(q, row.turn.answer or "", row.marking))
        st.markdown(f"**{say(qw.POINTS)} · {say(qw.CREDITED).format(hit=len(row.hit), all=len(q.points))}**")
        opinion = interview_second.at_hand(row)
        for number, point in enumerate(q.points, 1):
            _point(id, row, number, point, opinion)
    with model:
        for pitfall in row.repeated:
            _mistake(row, pitfall)
        with st.container(border=True, key=f"model_answer_{row.place}"):
            st.markdown(f"**{say(qw.MODEL)}**")
            st.markdown(say(q.answer))
    _follow_ups(found, row, q)


def _point(id: str, row: Row, number: int, point: Point, opinion: Second | None) -> None:
    key = state.tick_box(id, row.place, point.id)
    st.session_state[key] = point in row.hit
    label = f"{number}. {say(point.text)}"
    with st.container(gap="xxsmall", key=f"point_{row.place}_{point.id}"):
        st.checkbox(label, key=key, on_change=state.correct, args=(id, row.place, point.id))
        interview_second.beside(id, row, point, opinion)


def _mistake(row: Row, pitfall: Pitfall) -> None:
    with st.container(border=True, key=f"said_wrong_{row.place}_{pitfall.id}"):
        st.markdown(f"**:red[:material/error: {say(qw.SAID_WRONG)}]**")
        st.markdown(f"**{say(qw.CLAIM)}** {say(pitfall.claim)}\n\n**{say(qw.TRUTH)}** {say(pitfall.truth)}")
        st.caption(f"{say(qw.REFERENCE)}: {pitfall.reference}")


def _follow_ups(found: State, row: Row, q: Worded) -> None:
    for number, reply in zip(row.turn.follow, row.turn.replies, strict=False):
        if number < len(q.follow_ups):
            follow = q.follow_ups[number]
            st.markdown(f"**{say(w.FOLLOW_UP)} · {say(follow.ask)}**")
            said, model = st.columns([6, 7], gap="large")
            with said:
                st.html(quiz_reveal.plain_words(reply, w.ALOUD if found.setup.style == "spoken" else qw.EMPTY))
            with model, st.container(border=True, key=f"model_answer_{row.place}_{number}"):
                st.markdown(say(follow.answer))


def _unanswered(seen: Debrief) -> None:
    left = [id for id in seen.unanswered if id in shelf().questions]
    if left:
        with st.expander(f"{say(w.UNANSWERED)} · {len(left)}", key="unanswered"):
            for id in left:
                quiz_link(id)


def _take(found: State, seen: Debrief) -> None:
    day = found.begun.astimezone(zone()).date()
    text = report(seen, found.setup, day, _topic, lang())
    printed = report(seen, found.setup, day, _topic, lang(), as_code)
    name = f"mock-interview-{day.isoformat()}"
    st.subheader(say(w.TAKE), anchor=False)
    with st.container(horizontal=True, key="take"):
        st.download_button(
            say(w.PRINT),
            page(printed, f"{say(w.TITLE)} {day.isoformat()}", lang()),
            f"{name}.html",
            "text/html",
            key="interview.html",
            icon=":material/print:",
            on_click="ignore",
        )
        st.download_button(
            say(w.MARKDOWN),
            text,
            f"{name}.md",
            "text/markdown",
            key="interview.md",
            icon=":material/download:",
            on_click="ignore",
        )
