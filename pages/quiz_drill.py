"""Objective questions: choose, order, compute, look. Every option is a button with a number key."""

from collections.abc import Callable

import streamlit as st

from ops import exercises
from pages import quiz_words as w
from pages.links import lab_link
from pages.pictures import png
from pages.shared import lang, say
from scans.samples import sample
from study.drill import Reply, number_of, parse, shown_order, verdict
from study.question import Choice, Number, Option, Order, Picture

Change = Callable[[str], None]


def ask(q: Choice | Order | Number | Picture, answer: str, asked: int, change: Change) -> None:
    """The widgets of one objective question; `answer` is the reply so far as kept in the draft."""
    match q:
        case Choice():
            several = len(q.right()) > 1
            if several:
                st.caption(say(w.PICK_SEVERAL))
            _options(q.id, q.options, parse(answer), several, change)
        case Picture():
            pictures(q)
            _options(q.id, q.options, parse(answer), False, change)
        case Order():
            st.caption(say(w.PICK_ORDER))
            _steps(q, parse(answer), asked, change)
        case Number():
            _number(q, answer, change)


def _options(id: str, options: tuple[Option, ...], chosen: tuple[int, ...], several: bool, change: Change) -> None:
    def press(i: int) -> None:
        rest = tuple(c for c in chosen if c != i) if several else ()
        change(Reply.of(sorted(rest if i in chosen else (*rest, i))))

    with st.container(key="options", gap="small"):
        for i, option in enumerate(options):
            st.button(
                say(option.text),
                key=f"quiz.option.{id}.{i}",
                type="primary" if i in chosen else "secondary",
                shortcut=str(i + 1),
                width="stretch",
                on_click=press,
                args=(i,),
            )


def _steps(q: Order, chosen: tuple[int, ...], asked: int, change: Change) -> None:
    def press(i: int) -> None:
        change(Reply.of([c for c in chosen if c != i] if i in chosen else [*chosen, i]))

    with st.container(key="options", gap="small"):
        for key, i in enumerate(shown_order(q, asked), 1):
            place = f"**{chosen.index(i) + 1}.** " if i in chosen else ""
            st.button(
                place + say(q.steps[i]),
                key=f"quiz.step.{q.id}.{i}",
                type="primary" if i in chosen else "secondary",
                shortcut=str(key),
                width="stretch",
                on_click=press,
                args=(i,),
            )


def _number(q: Number, answer: str, change: Change) -> None:
    key = f"quiz.number.{q.id}"
    st.session_state.setdefault(key, answer)
    label = say(w.YOUR_NUMBER) + (
        f"（{say(q.unit)}）" if q.unit and lang() == "zh" else f" ({say(q.unit)})" if q.unit else ""
    )
    st.text_input(label, key=key, width=280, on_change=lambda: change(str(st.session_state[key])))
    if answer.strip() and number_of(answer) is None:
        st.warning(say(w.NO_NUMBER))


def pictures(q: Picture) -> None:
    """Original and result side by side, computed now from the sample scan."""
    exercise = exercises()[q.shows.exercise]
    scan = sample(q.shows.scan or exercise.best_on)
    before = scan.gray() if exercise.takes == "gray" else scan.color()
    after = exercise.apply(before, q.shows.knobs).image
    left, right = st.columns(2)
    for place, picture, name in ((left, before, w.BEFORE), (right, after, w.AFTER)):
        place.image(png(picture), caption=say(name), output_format="PNG", width="stretch", alt=say(name))


def reveal(q: Choice | Order | Number | Picture, answer: str) -> None:
    """The verdict, and for every option why."""
    right = verdict(q, answer)
    (st.success if right else st.error)(
        say(w.RIGHT if right else w.WRONG), icon=":material/check:" if right else ":material/close:"
    )
    match q:
        case Choice() | Picture():
            if isinstance(q, Picture):
                pictures(q)
            _whys(q.options, parse(answer))
            if isinstance(q, Picture):
                lab_link(q.shows, lang())
            elif q.reference:
                st.caption(f"{say(w.REFERENCE)}: {q.reference}")
        case Order():
            _orders(q, parse(answer))
        case Number():
            unit = f" {say(q.unit)}" if q.unit else ""
            st.markdown(f"**{q.value}{unit}**" + (f" ± {q.tolerance}" if float(q.tolerance) else ""))
            st.markdown(say(q.solution))


def _whys(options: tuple[Option, ...], chosen: tuple[int, ...]) -> None:
    for i, option in enumerate(options):
        icon = ":green[:material/check_circle:]" if option.right == "yes" else ":gray[:material/cancel:]"
        yours = f" :blue-badge[{say(w.ANSWER)}]" if i in chosen else ""
        with st.container(border=True, key=f"why_{i}"):
            st.markdown(f"{icon} **{i + 1}.** {say(option.text)}{yours}")
            st.caption(say(option.why))


def _orders(q: Order, chosen: tuple[int, ...]) -> None:
    mine, right = st.columns(2)
    with mine:
        st.markdown(f"**{say(w.ANSWER)}**")
        st.markdown("\n".join(f"{n}. {say(q.steps[i])}" for n, i in enumerate(chosen, 1)) or say(w.EMPTY))
    with right:
        st.markdown(f"**{say(w.RIGHT_ORDER)}**")
        st.markdown("\n".join(f"{n}. {say(step)}" for n, step in enumerate(q.steps, 1)))
    for other in q.also:
        st.caption(f"{say(w.ALSO_RIGHT)}: {' → '.join(map(str, other))}")
    st.markdown(say(q.why))
