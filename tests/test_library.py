"""Banks are live within a second of a save, and no reader ever sees a short, mixed or empty one."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from study.library import Library, Shelf
from tests.patience import until

QUESTION = """
  - id: {id}
    kind: open
    title: {{zh: 题 {id}, en: Question {id}}}
    prompt: {{zh: 版本{mark}, en: version{mark}}}
    answer: {{zh: 过拟合, en: overfitting}}
    points:
      - {{id: p1, text: {{zh: 过拟合, en: overfitting}}, any: [过拟合, overfit]}}
"""


def bank(name: str, ids: list[str], mark: str = "1") -> str:
    head = f"bank: {name}\ntitle: {{zh: 题库, en: Bank}}\nquestions:\n"
    return head + "".join(QUESTION.format(id=id, mark=mark) for id in ids)


def numbered(name: str, count: int, mark: str = "1") -> str:
    return bank(name, [f"{name}-{n}" for n in range(count)], mark)


def aged(path: Path, text: str) -> Path:
    """Write a file that has stood there for a minute."""
    path.write_text(text, "utf-8")
    os.utime(path, (time.time() - 60, time.time() - 60))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    aged(tmp_path / "a.yaml", numbered("a", 10))
    aged(tmp_path / "b.yaml", numbered("b", 3))
    return tmp_path


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    library = Library(folder)
    yield library
    library.close()


class Clock:
    """Looks at the folder at moments of our choosing."""

    def __init__(self, library: Library) -> None:
        self.library, self.now = library, time.monotonic()

    def after(self, seconds: float) -> Shelf:
        self.now += seconds
        self.library.refresh(self.now)
        return self.library.shelf


def said(shelf: Shelf) -> list[str]:
    return [f"{p.path.name}: {p.level}: {p.said.en}" for p in shelf.problems]


def test_all_banks_are_on_the_shelf_with_file_and_line(library: Library, folder: Path) -> None:
    shelf = library.shelf
    assert [p.name for p in shelf.banks] == ["a.yaml", "b.yaml"]
    assert len(shelf.questions) == 13
    assert shelf.where["a-1"] == (folder / "a.yaml", 13)
    assert shelf.topic_of["b-2"] == "b"
    assert shelf.topics["a"].en == "Bank"
    assert not shelf.problems


def test_a_shelf_never_changes(library: Library, folder: Path) -> None:
    before = library.shelf
    (folder / "b.yaml").write_text(numbered("b", 4), "utf-8")
    clock = Clock(library)
    clock.after(0)
    assert clock.after(1) is not before
    assert len(before.questions) == 13
    with pytest.raises(TypeError):
        before.questions["x"] = before.questions["a-1"]  # type: ignore[index]  # that it cannot is the point


def test_nothing_new_is_no_new_shelf(library: Library) -> None:
    before = library.shelf
    assert Clock(library).after(5) is before


def test_a_saved_bank_is_live_within_a_second(library: Library, folder: Path) -> None:
    library.watch()
    (folder / "b.yaml").write_text(numbered("b", 4), "utf-8")
    assert until(lambda: "b-3" in library.shelf.questions) < 1
    (folder / "c.yaml").write_text(numbered("c", 1), "utf-8")
    assert until(lambda: "c-0" in library.shelf.questions) < 1
    (folder / "a.yaml").write_text(numbered("a", 9), "utf-8")
    assert until(lambda: "a-9" not in library.shelf.questions) < 1


def test_a_file_that_is_still_written_is_not_read(library: Library, folder: Path) -> None:
    clock = Clock(library)
    for n in range(10):
        (folder / "b.yaml").write_text(numbered("b", 4) + "#" * n, "utf-8")
        assert "b-3" not in clock.after(0.2).questions
    assert "b-3" in clock.after(0.7).questions


def test_a_broken_save_leaves_the_last_good_version_and_says_why(library: Library, folder: Path) -> None:
    (folder / "b.yaml").write_text(numbered("b", 4).replace("title:", "titel:", 1), "utf-8")
    clock = Clock(library)
    clock.after(0)
    shelf = clock.after(1)
    assert [q for q in shelf.questions if q.startswith("b")] == ["b-0", "b-1", "b-2"]
    assert shelf.stale == {folder / "b.yaml"}
    assert "b.yaml: error: the bank has an unknown key `titel`" in said(shelf)
    (folder / "b.yaml").write_text(numbered("b", 4), "utf-8")
    clock.after(0)
    shelf = clock.after(1)
    assert "b-3" in shelf.questions
    assert not shelf.stale
    assert not shelf.problems


def test_a_save_that_loses_much_waits_and_then_goes_live_with_a_warning(library: Library, folder: Path) -> None:
    (folder / "a.yaml").write_text(numbered("a", 5), "utf-8")
    clock = Clock(library)
    clock.after(0)
    assert len(clock.after(1.5).banks[folder / "a.yaml"].questions) == 10
    shelf = clock.after(1)
    assert len(shelf.banks[folder / "a.yaml"].questions) == 5
    assert said(shelf) == ["a.yaml: warning: the last save took 5 questions away: a-5, a-6, a-7, a-8, a-9"]


def test_a_deleted_bank_stays_for_a_moment_and_then_goes(library: Library, folder: Path) -> None:
    (folder / "b.yaml").unlink()
    clock = Clock(library)
    shelf = clock.after(0)
    assert "b-0" in shelf.questions
    assert shelf.stale == {folder / "b.yaml"}
    assert "its last good version is in use" in said(shelf)[0]
    shelf = clock.after(2.5)
    assert "b-0" not in shelf.questions
    assert not shelf.stale
    assert said(shelf) == ["b.yaml: notice: the file was removed; its questions are no longer asked"]


def test_a_bank_that_comes_back_as_it_was_is_fresh_again(library: Library, folder: Path) -> None:
    (folder / "b.yaml").rename(folder / "b.away")
    clock = Clock(library)
    assert clock.after(0).stale
    (folder / "b.away").rename(folder / "b.yaml")
    clock.after(0.1)
    shelf = clock.after(1)
    assert not shelf.stale
    assert not shelf.problems


def test_when_the_folder_is_gone_nothing_goes(library: Library, folder: Path) -> None:
    folder.rename(folder.with_name("away"))
    clock = Clock(library)
    clock.after(0)
    shelf = clock.after(60)
    assert len(shelf.questions) == 13
    assert len(shelf.stale) == 2
    folder.with_name("away").rename(folder)


def test_a_renamed_bank_is_live_under_its_new_name(library: Library, folder: Path) -> None:
    (folder / "b.yaml").rename(folder / "z.yaml")
    clock = Clock(library)
    clock.after(0)
    shelf = clock.after(0.5)
    assert shelf.where["b-0"][0].name == "z.yaml"
    assert [p.name for p in shelf.banks] == ["a.yaml", "z.yaml"]
    assert not shelf.problems


def test_an_id_belongs_to_the_file_that_had_it_first(library: Library, folder: Path) -> None:
    (folder / "0.yaml").write_text(bank("zero", ["zero-0", "a-0"]), "utf-8")
    clock = Clock(library)
    clock.after(0)
    shelf = clock.after(1)
    assert shelf.where["a-0"] == (folder / "a.yaml", 5)
    assert shelf.where["zero-0"][0].name == "0.yaml"
    assert said(shelf) == [f"0.yaml: error: duplicate question id `a-0`, first at {folder / 'a.yaml'}:5"]


def test_a_new_version_that_takes_the_id_of_another_bank_is_refused_whole(library: Library, folder: Path) -> None:
    (folder / "b.yaml").write_text(bank("b", ["b-0", "b-1", "b-2", "b-3", "a-0"]), "utf-8")
    clock = Clock(library)
    clock.after(0)
    shelf = clock.after(1)
    assert "b-3" not in shelf.questions
    assert shelf.stale == {folder / "b.yaml"}


def test_a_question_can_move_from_one_bank_to_another(library: Library, folder: Path) -> None:
    (folder / "a.yaml").write_text(bank("a", [f"a-{n}" for n in range(1, 10)]), "utf-8")
    (folder / "b.yaml").write_text(bank("b", ["b-0", "b-1", "b-2", "a-0"]), "utf-8")
    clock = Clock(library)
    clock.after(0)
    shelf = clock.after(1)
    assert shelf.where["a-0"][0].name == "b.yaml"
    assert not shelf.stale


def test_a_gbk_bank_is_live_with_a_notice(library: Library, folder: Path) -> None:
    (folder / "b.yaml").write_text(numbered("b", 4), "gbk")
    clock = Clock(library)
    clock.after(0)
    shelf = clock.after(1)
    assert shelf.questions["b-3"].prompt.zh == "版本1"
    assert said(shelf) == ["b.yaml: notice: the file is GBK"]


def test_a_bank_saved_just_now_is_there_from_the_start(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(numbered("a", 2), "utf-8")
    library = Library(tmp_path)
    assert len(library.shelf.questions) == 2


def test_an_empty_folder_is_an_empty_shelf(tmp_path: Path) -> None:
    assert not Library(tmp_path).shelf.questions
    assert not Library(tmp_path / "nowhere").shelf.questions


# --- five ways in which editors save ---------------------------------------------------------------------------------


def in_place(path: Path, text: str) -> None:
    """Slowly, block by block, over the old content: for a while the file is new at the top and old below."""
    data = text.encode()
    with path.open("r+b") as file:
        for at in range(0, len(data), 1 + len(data) // 8):
            file.write(data[at : at + 1 + len(data) // 8])
            file.flush()
            time.sleep(0.03)
        file.truncate()


def truncated(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        for piece in text.split("\n  - id"):
            file.write(piece if piece.startswith("bank:") else "\n  - id" + piece)
            file.flush()
            time.sleep(0.01)


def recreated(path: Path, text: str) -> None:
    path.unlink()
    time.sleep(0.1)
    truncated(path, text)


def renamed(path: Path, text: str) -> None:
    beside = path.with_suffix(".tmp")
    beside.write_text(text, "utf-8")
    beside.replace(path)


def as_gbk(path: Path, text: str) -> None:
    path.write_text(text, "gbk")


STYLES = (in_place, truncated, recreated, renamed, as_gbk)


def test_ten_thousand_reads_during_five_ways_of_saving_see_only_whole_banks(folder: Path) -> None:
    library = Library(folder)
    library.watch()
    seen: list[tuple[int, frozenset[str]]] = []
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            found = library.shelf.banks.get(folder / "a.yaml")
            asked = found.questions if found else ()
            seen.append((len(asked), frozenset(q.prompt.zh for q in asked)))
            time.sleep(0.0002)

    readers = [threading.Thread(target=watch) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        for mark, save in enumerate(STYLES, 2):
            save(folder / "a.yaml", numbered("a", 10, str(mark)))
            until(lambda mark=mark: library.shelf.questions["a-0"].prompt.zh == f"版本{mark}")  # type: ignore[misc]
        read = len(seen)  # every reader looks once more now that the last version is there
        until(lambda: len(seen) >= max(10_000, read + 8))
    finally:
        done.set()
        for reader in readers:
            reader.join()
        library.close()
    assert {count for count, _ in seen} == {10}
    assert {marks for _, marks in seen} == {frozenset({f"版本{n}"}) for n in range(1, 7)}
