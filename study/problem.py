"""One thing wrong with a bank: where it is, what it is, and what to do about it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from study.text import Lang, Text

Level = Literal["error", "warning", "notice"]  # only an error keeps a bank from going live

_LEVELS: dict[Level, Text] = {
    "error": Text("错误", "error"),
    "warning": Text("警告", "warning"),
    "notice": Text("提示", "notice"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Sorts by place. Line and column count from 1; column counts characters, not bytes."""

    path: Path
    line: int
    column: int
    level: Level
    said: Text
    cure: Text

    def show(self, lang: Lang) -> str:
        """The problem as one line for a person."""
        return (
            f"{self.path}:{self.line}:{self.column}: {_LEVELS[self.level](lang)}: {self.said(lang)} - {self.cure(lang)}"
        )

    def as_json(self, lang: Lang) -> dict[str, str | int]:
        place: dict[str, str | int] = {"path": str(self.path), "line": self.line, "column": self.column}
        return place | {"level": self.level, "said": self.said(lang), "cure": self.cure(lang)}

    def __str__(self) -> str:
        return self.show("en")

    def __lt__(self, other: "Problem") -> bool:
        return self._order() < other._order()

    def _order(self) -> tuple[str, int, int, int, str]:
        return self.path.as_posix(), self.line, self.column, list(_LEVELS).index(self.level), self.said.en


def joined(items: list[str]) -> Text:
    """Names in a row, as each language sets them off."""
    return Text("、".join(items), ", ".join(items))
