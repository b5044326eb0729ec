"""The first screen of the mock interview: what was left in the middle, the form, and the interviews so far."""

from dataclasses import replace

import streamlit as st

from pages import interview_state as state
from pages import interview_words as w
from pages.shared import lang, say, shelf, zone
from study.debrief_report import clock, percent
from study.interview import Setup, State
from study.interview_plan import minutes


def setup() -> None:
    """Choose and begin; below it the past."""
    with st.container(key="interview_start"):
        st.header(say(w.TITLE), anchor=False)
        st.markdown(say(w.ABOUT))
        if message := state.message():
            st.info(say(message))
        past = state.past()
        for id, found in past:
            if not found.ended:
                _unfinished(id, found)
        with st.container(border=True, key="interview_form"):
            _form()
        st.subheader(say(w.HISTORY), anchor=False)
        _history([(id, found) for id, found in past if found.ended])


def _unfinished(id: str, found: State) -> None:
    exact = state.state(id) or found  # with the signs of life: they are the clock
    words = say(w.UNFINISHED_SAID).format(
        n=exact.place + 1, all=len(exact.questions), left=clock(exact.seconds - exact.spent)
    )
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"unfinished_{id}"):
        st.markdown(f"**{say(w.UNFINISHED)}** · {words}")
        st.space("stretch")
        st.button(say(w.END_YES), key=f"interview.finish.{id}", on_click=_end, args=(id,))
        st.button(
            say(w.GO_ON),
            key=f"interview.open.{id}",
            type="primary",
            icon=":material/play_arrow:",
            on_click=state.open,
            args=(id,),
        )


def _end(id: str) -> None:
    state.end(id)
    state.open(id)


def _form() -> None:
    last, topics = state.last_setup(), shelf().topics
    left, right = st.columns(2, gap="medium")
    with left:
        length = st.segmented_control(
            say(w.MINUTES),
            [10, 20, 40],
            default=last.minutes,
            required=True,
            format_func=lambda n: say(w.MINUTES_N).format(n=n),
            key="interview.minutes",
        )
        style = st.segmented_control(
            say(w.STYLE),
            list(w.STYLES),
            default=last.style,
            required=True,
            format_func=lambda s: say(w.STYLES[s]),
            key="interview.style",
            help=say(w.STYLE_HELP),
        )
    with right:
        mix = st.segmented_control(
            say(w.MIX),
            list(w.MIXES),
            default=last.mix,
            required=True,
            format_func=lambda m: say(w.MIXES[m]),
            key="interview.mix",
        )
        kinds = st.pills(
            say(w.KINDS),
            list(w.KINDS_OF),
            default=list(last.kinds),
            selection_mode="multi",
            format_func=lambda k: say(w.KINDS_OF[k]),
            key="interview.kinds",
        )
    about = st.pills(
        say(w.TOPICS),
        list(topics),
        default=list(last.topics),
        selection_mode="multi",
        format_func=lambda t: topics[t](lang()),
        key="interview.topics",
    )
    chosen = Setup.of({"minutes": length, "style": style, "mix": mix, "topics": list(about)})
    _begin(replace(chosen, kinds=tuple(kinds)))


def _begin(chosen: Setup) -> None:
    ids = state.planned(chosen)
    planned = sum(minutes(shelf().questions[id]) for id in ids)
    text = w.NOTHING if not ids else w.PLANNED if planned >= 0.8 * chosen.minutes else w.TOO_FEW
    words = say(text).format(n=len(ids), minutes=round(planned))
    if text is w.PLANNED:
        st.caption(f"{words} {say(w.LEARNS)}")
    else:
        st.warning(words, icon=":material/info:")
    st.button(
        say(w.BEGIN),
        key="interview.begin",
        type="primary",
        icon=":material/play_arrow:",
        shortcut="Mod+Enter",
        disabled=not ids,
        on_click=state.begin,
        args=(chosen,),
    )


def _history(past: list[tuple[str, State]]) -> None:
    if not past:
        st.caption(say(w.NO_HISTORY))
    for id, found in past:
        score = state.score(found)
        day = found.begun.astimezone(zone())
        words = [
            f"{day:%Y-%m-%d %H:%M}",
            say(w.MINUTES_N).format(n=found.setup.minutes),
            say(w.STYLES[found.setup.style]),
        ]
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"past_{id}"):
            st.markdown(f"**{percent(score) if score is not None else '–'}**  ·  {'  ·  '.join(words)}")
            st.space("stretch")
            st.button(
                say(w.OPEN),
                key=f"interview.open.{id}",
                type="tertiary",
                icon=":material/summarize:",
                on_click=state.open,
                args=(id,),
            )
