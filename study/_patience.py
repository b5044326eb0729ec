"""How long a saved file must stand still before it is believed.

A save that is half done can be good YAML and merely short, so the more a save takes away, the longer it has to wait.
"""

from pathlib import Path

from study._shelf import Kept
from study.problem import Problem
from study.text import Text

SETTLED = 0.3  # seconds without a change after which a file counts as saved
DOUBTED = 0.6  # the same for a file that lost questions or does not end with a line end
GONE = 2.0  # the same for a file that lost more than a fifth of its questions, and for a file that is not there
MUCH = 0.2

Stamp = tuple[int, int, int]


def stamp(path: Path) -> Stamp | None:
    """What changes whenever a file is written; None when it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def patience(old: Kept | None, new: Kept, text: str) -> float:
    """Seconds for which the file must have stood still before `new` may take the place of `old`."""
    lost = len(lost_ids(old, new))
    if old is not None and lost > MUCH * len(old.bank.questions):
        return GONE
    return DOUBTED if lost or not text.endswith(("\n", "\r")) else SETTLED


def lost_ids(old: Kept | None, new: Kept) -> list[str]:
    """Questions of the old version that are not in the new one."""
    return sorted(old.ids() - new.ids()) if old is not None else []


def lost(path: Path, ids: list[str]) -> Problem:
    shown = [*ids[:5], *(["…"] if len(ids) > 5 else [])]
    said = Text(
        f"上一次保存去掉了 {len(ids)} 题：{'、'.join(shown)}",
        f"the last save took {len(ids)} questions away: {', '.join(shown)}",
    )
    return Problem(path, 1, 1, "warning", said, Text("若不是有意删除，请恢复", "put them back if that was not meant"))


def gone(path: Path, kept: bool) -> Problem:
    if kept:
        said = Text("文件不见了，暂用最后一个好版本", "the file is gone; its last good version is in use")
        return Problem(path, 1, 1, "warning", said, Text("若不是有意删除，请恢复", "put it back if that was not meant"))
    said = Text("文件已删除，其中的题不再出现", "the file was removed; its questions are no longer asked")
    return Problem(
        path, 1, 1, "notice", said, Text("学习记录都还在；放回文件即恢复", "histories stay; put it back to undo")
    )
