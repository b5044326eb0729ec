"""Links between the pages: from a question into the lab, from an exercise to its questions."""

import streamlit as st

from ops import exercises
from pages.shared import HERE, say, shelf
from scans.samples import samples
from study.question import Try
from study.text import Lang, Text

ON = Text("{exercise} · {scan}", "{exercise} · {scan}")


def lab_link(way: Try, lang: Lang) -> None:
    """A link that opens the lab in the state that a question asks for; one that leads nowhere is not shown."""
    exercise = exercises().get(way.exercise)
    if exercise is None:
        return
    scan = samples().get(way.scan or exercise.best_on)
    label = exercise.title(lang) if scan is None else f"{exercise.title(lang)} · {scan.title(lang)}"
    where = {"exercise": exercise.name} | ({"scan": scan.id} if scan else {})
    where |= {name: str(value) for name, value in exercise.turn(way.knobs).items() if name in way.knobs}
    st.page_link(HERE / "lab.py", label=label, icon=":material/experiment:", query_params=where | _language(lang))


def quiz_link(id: str, label: str | None = None, icon: str = ":material/school:") -> None:
    """A link to a question by its id; a question that is gone is not shown."""
    question = shelf().questions.get(id)
    if question is not None:
        where = {"q": id} | _language("en" if st.session_state.get("lang") == "en" else "zh")
        st.page_link(HERE / "quiz.py", label=label or say(question.title), icon=icon, query_params=where)


def _language(lang: Lang) -> dict[str, str]:
    return {"lang": lang}
