"""The script that app.py serves: the menu, the language, and the page that was asked for."""

import streamlit as st

from pages import frame
from pages.news import news
from pages.shared import HERE, lang, say
from study.store import StoreError
from study.text import Text

QUIZ = Text("练习", "Quiz")
INTERVIEW = Text("模拟面试", "Mock interview")
LAB = Text("实验室", "Lab")
PROGRESS = Text("进度", "Progress")
BANKS = Text("题库", "Banks")

frame.language()
frame.dress(lang())

# The page at "/" has no path of its own, so the quiz stands there once more under a hidden entry.
# No icons: Streamlit would fetch each as the tab's icon from a server outside.
menu = st.navigation(
    [
        st.Page(HERE / "quiz.py", title=say(QUIZ), default=True, visibility="hidden", url_path="start"),
        st.Page(HERE / "quiz.py", title=say(QUIZ), url_path="quiz"),
        st.Page(HERE / "interview.py", title=say(INTERVIEW), url_path="interview"),
        st.Page(HERE / "lab.py", title=say(LAB), url_path="lab"),
        st.Page(HERE / "progress.py", title=say(PROGRESS), url_path="progress"),
        st.Page(HERE / "banks.py", title=say(BANKS), url_path="banks"),
    ],
    position="top",
)
try:
    menu.run()
except StoreError as problem:
    st.error(say(problem.said), icon=":material/database_off:")
news()
