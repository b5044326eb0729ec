"""The files with their state, and every problem with the line it stands on."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import streamlit as st

from pages import banks_state as state
from pages import banks_words as w
from pages.shared import plural, say, shelf, zone
from study import home
from study.bank import source_lines
from study.cli_check import banks
from study.problem import Level, Problem

SHOWN = 40  # problems of one file
WIDTH = 96  # characters of a source line
COLORS: dict[Level, str] = {"error": "red", "warning": "orange", "notice": "gray"}
ICONS: dict[Level, str] = {"error": ":material/error:", "warning": ":material/warning:", "notice": ":material/info:"}


def files() -> None:
    """A fragment that comes back by itself until the check is done."""
    _, done = state.problems()
    st.fragment(_files, run_every=None if done else 0.7)()


def _files() -> None:
    found, done = state.problems()
    if done and st.session_state.pop("banks.checking", False):
        st.rerun()  # the whole page once more, without the timer
    st.session_state["banks.checking"] = not done
    by_file: dict[Path, list[Problem]] = {path: [] for path in sorted({*banks(home.library().folder), *shelf().banks})}
    for problem in found:
        by_file.setdefault(problem.path, []).append(problem)
    count = Counter(p.level for p in found)
    with st.container(horizontal=True, vertical_alignment="center", key="banks_sum"):
        st.markdown(_levels(count) if count else f":green[:material/check_circle: {say(w.ALL_CLEAN)}]")
        st.caption(say(w.CHECKED if done else w.CHECKING))
    for path, problems in sorted(by_file.items(), key=lambda item: (not _broken(item[1]), item[0].name)):
        _file(path, problems)


def _broken(problems: Sequence[Problem]) -> bool:
    return any(p.level == "error" for p in problems)


def _file(path: Path, problems: Sequence[Problem]) -> None:
    count = Counter(p.level for p in problems)
    label = f"{_state(path)} **{path.name}** · {_holds(path)}"
    tail = _levels(count) if count else f":gray[{say(w.CLEAN)}]"
    with st.expander(f"{label} · {tail}", expanded=_broken(problems), key=f"bank_{path.name}"):
        st.caption(" · ".join([*_kinds(path), *_saved(path)]))
        lines = source_lines(path) if problems else []
        for problem in sorted(problems, key=lambda p: (p.level != "error", p.line, p.column))[:SHOWN]:
            _problem(problem, lines)
        if len(problems) > SHOWN:
            st.caption(say(w.MORE).format(n=len(problems) - SHOWN))


def _state(path: Path) -> str:
    if path in shelf().stale:
        return f":orange[:material/history: {say(w.STALE)}]"
    if path not in shelf().banks:
        return f":red[:material/cancel: {say(w.DEAD)}]"
    return f":green[:material/check_circle: {say(w.LIVE)}]"


def _holds(path: Path) -> str:
    bank = shelf().banks.get(path)
    return plural(w.QUESTIONS, len(bank.questions) if bank else 0)


def _kinds(path: Path) -> list[str]:
    bank = shelf().banks.get(path)
    if bank is None:
        return []
    count = Counter(q.kind for q in bank.questions)
    return [f"**{say(bank.title)}**", *(f"{say(w.KINDS[kind])} {n}" for kind, n in count.most_common())]


def _saved(path: Path) -> list[str]:
    try:
        at = datetime.fromtimestamp(path.stat().st_mtime, zone())
    except OSError:
        return []
    return [say(w.SAVED).format(when=f"{at:%Y-%m-%d %H:%M}")]


def _levels(count: Counter[Level]) -> str:
    return " ".join(
        f":{COLORS[level]}-badge[{ICONS[level]} {plural(w.COUNTED[level], count[level])}]"
        for level in COLORS
        if count[level]
    )


def _problem(problem: Problem, lines: Sequence[str]) -> None:
    place = f"{problem.path.name}:{problem.line}:{problem.column}"
    level = f":{COLORS[problem.level]}[{ICONS[problem.level]} {say(w.LEVELS[problem.level])}]"
    with st.container(gap="small", key=f"problem_{place}_{abs(hash(problem.said.en))}"):
        st.markdown(f"{level} :gray[{place}]")
        st.text(f"{say(problem.said)}\n→ {say(problem.cure)}")  # plain text: it quotes what stands in the file
        if 0 < problem.line <= len(lines):
            st.code(excerpt(lines[problem.line - 1], problem.line, problem.column), None)


def excerpt(line: str, number: int, column: int) -> str:
    """The source line with a caret below the column; of a long line the part around it."""
    start = max(0, column - 1 - WIDTH // 2) if len(line) > WIDTH else 0
    part = line[start : start + WIDTH]
    before = "".join("\u3000" if unicodedata.east_asian_width(c) in "WF" else " " for c in part[: column - 1 - start])
    head = f"{number} | "
    return f"{head}{part}\n{' ' * (len(head) - 2)}| {before}^"
