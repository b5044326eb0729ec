"""Each file in tests/bad/ says in its own comments what is wrong with it and where.

`# <- error: words` is about its own line; `# line 12: error: words` about another, for texts that cannot hold comments.
"""

import json
import re
from pathlib import Path

import pytest

from study import cli_check
from study._decode import decode
from study.check import World, check
from study.problem import Problem

BAD = Path("tests/bad")
ROOT = Path(__file__).parent.parent


def odd(value: object) -> object:
    return int(str(value)) // 2 * 2 + 1 if str(value).isdecimal() else 5


WORLD = World(
    {"canny": {"low": lambda v: v, "high": lambda v: v}, "gaussian_blur": {"ksize": odd}},
    frozenset({"ct-abdomen", "mr-head"}),
)


@pytest.fixture(autouse=True)
def at_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages that name a second place do so from the root."""
    monkeypatch.chdir(ROOT)


def expected(path: Path) -> list[tuple[Path, int, str]]:
    lines = decode(path.read_bytes()).text.split("\n")  # editors count no other line ends
    found = [(n, m[1]) for n, line in enumerate(lines, 1) for m in re.finditer(r"# <- (.+?)(?=\s*# <-|$)", line)]
    found += [(int(m[1]), m[2]) for line in lines if (m := re.match(r"# line (\d+): (.+)", line))]
    return [(path, n, words) for n, words in found]


def cases() -> list[list[Path]]:
    here = ROOT / BAD
    folders = [sorted(f.glob("*.yaml")) for f in sorted(here.iterdir()) if f.is_dir()]
    found = [[p] for p in sorted(here.glob("*.yaml"))] + folders
    return [[p.relative_to(ROOT) for p in paths] for paths in found]


@pytest.mark.parametrize("paths", cases(), ids=lambda p: p[0].stem if p[0].parent == BAD else p[0].parent.name)
def test_a_bad_bank_is_told_what_is_wrong_and_where(paths: list[Path]) -> None:
    found = [(p.path, p.line, f"{p.level}: {p.said.en}") for p in check(paths, WORLD)]
    wanted = sorted(w for path in paths for w in expected(path))
    assert [(path.name, n) for path, n, _ in found] == [(path.name, n) for path, n, _ in wanted], found
    left = list(wanted)
    for path, line, said in found:
        hit = next((w for w in left if w[:2] == (path, line) and w[2] in said), None)
        assert hit, f"{said!r} is none of {left}"
        left.remove(hit)


def test_every_bad_bank_expects_something() -> None:
    assert all(any(expected(p) for p in paths) for paths in cases())


GOOD = """# yaml-language-server: $schema=bank.schema.json
bank: g
title: {zh: 题库, en: Bank}
questions:
  - id: g-one
    kind: open
    title: {zh: 过拟合, en: Overfitting}
    prompt: {zh: 什么是过拟合？, en: What is overfitting}
    answer: {zh: 训练误差低而测试误差高，说明模型记住了噪声。, en: The test error is high because noise is remembered.}
    points:
      - {id: p1, text: {zh: 测试差, en: bad on test data}, any: [测试误差高, test error is high]}
"""


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "g.yaml"
    path.write_text(GOOD, "utf-8")
    return path


def test_a_good_bank_has_no_problem(good: Path) -> None:
    assert check([good], WORLD) == []


def test_an_id_that_vanished_although_learners_have_a_history_with_it(good: Path) -> None:
    [problem] = check([good], WORLD, history=frozenset({"g-one", "g-two"}))
    assert problem.level == "warning"
    assert "`g-two` is gone" in problem.said.en
    assert "deprecated: yes" in problem.cure.zh


def test_links_lead_to_the_other_banks_of_the_folder(good: Path, tmp_path: Path) -> None:
    other = tmp_path / "h.yaml"
    other.write_text(GOOD.replace("g-one", "h-one") + "    similar: [g-one]\n", "utf-8")
    assert [p.said.en for p in check([other], WORLD)] == ["there is no question `g-one`"]
    assert check([other], WORLD, around=[good]) == []


def test_the_last_question_is_checked_although_the_first_is_broken(good: Path) -> None:
    broken = GOOD.replace("什么是过拟合？", "*什么*", 1) + GOOD.partition("questions:\n")[2].replace("g-one", "g-two")
    good.write_text(broken + "    similar: [nowhere]\n", "utf-8")
    assert [(p.line, p.column) for p in check([good], WORLD)] == [(8, 18), (19, 15)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_message_is_whole_in_both_languages(lang: str) -> None:
    for paths in cases():
        for problem in check(paths, WORLD):
            for text in (problem.said, problem.cure):
                said = text.zh if lang == "zh" else text.en
                assert said.strip()
                assert "{" not in re.sub(r"`[^`]*`|\{zh|\{\.\.\.|\{ksize|\.\{0", "", said), said
                if lang == "zh":
                    assert re.search("[\u4e00-\u9fff]", said), said


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, list[str]]:
    code = cli_check.main(list(args), WORLD)
    return code, capsys.readouterr().out.splitlines()


def test_the_command_says_all_and_counts(capsys: pytest.CaptureFixture[str], good: Path) -> None:
    assert run(capsys, str(good), "--lang", "zh") == (0, ["1 个文件：0 个错误，0 个警告，0 个提示"])
    good.write_text(GOOD.replace("What is overfitting", "What is ~x~ so far"), "utf-8")
    code, lines = run(capsys, str(good), "--lang", "en")
    assert code == 0
    assert lines[0].startswith(f"{good}:8:39: warning: what stands between two `~` is struck out - write")
    assert lines[1:] == ["1 file: 0 errors, 1 warning, 0 notices"]
    good.write_text(GOOD.replace("    kind", "\tkind"), "utf-8")
    code, lines = run(capsys, str(good), "--lang", "zh")
    assert code == 1
    assert lines[0] == f"{good}:6:1: 错误: 缩进里有制表符 tab - 改用空格"


def test_json_is_one_object_a_line_with_six_keys(capsys: pytest.CaptureFixture[str], good: Path) -> None:
    good.write_text(GOOD.replace("    kind", "\tkind"), "utf-8")
    code, lines = run(capsys, str(good), "--json", "--lang", "en")
    assert code == 1
    [found] = map(json.loads, lines)
    place = {"path": str(good), "line": 6, "column": 1, "level": "error"}
    assert found == place | {"said": "tab in the indentation", "cure": "use spaces"}


def test_usage_is_2_and_a_missing_file_is_1(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert cli_check.main([str(tmp_path)], WORLD) == 2
    assert "no bank" in capsys.readouterr().err
    code, lines = run(capsys, str(tmp_path / "gone.yaml"), "--lang", "en")
    assert code == 1
    assert "cannot be read" in lines[0]
    with pytest.raises(SystemExit) as e:
        cli_check.main(["--nonsense"], WORLD)
    assert e.value.code == 2


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({}, "en"),
        ({"LC_ALL": "zh_TW.UTF-8", "LANG": "en_US"}, "zh"),
    ],
)
def test_the_language_is_the_environments(environment: dict[str, str], lang: str) -> None:
    assert cli_check.spoken(environment) == lang


def test_the_history_is_asked_only_for_a_whole_folder(capsys: pytest.CaptureFixture[str], good: Path) -> None:
    def history() -> frozenset[str]:
        return frozenset({"g-two"})

    cli_check.main([str(good), "--lang", "en"], WORLD, history)
    assert "is gone" not in capsys.readouterr().out
    cli_check.main([str(good.parent), "--lang", "en"], WORLD, history)
    assert "is gone" in capsys.readouterr().out


def test_problems_are_sorted_and_the_same_each_time() -> None:
    every = [p for paths in cases() for p in paths]
    first = check(every, WORLD)
    assert [str(p) for p in first] == [str(p) for p in check(list(reversed(every)), WORLD)]
    assert first == sorted(first)


# 25 mistakes, each planted alone in a good bank: line, words and cure.
PLANTED = [
    ("title: {zh: 题库", "title：{zh: 题库", 3, "full-width colon", "`title: `"),
    ("    kind: open", "\tkind: open", 6, "tab", "use spaces"),
    ("{zh: 什么是过拟合？, en: What is overfitting}", "什么是 BN: 作用", 8, "unquoted `: `", "quotes"),
    ("{zh: 什么是过拟合？, en: What is overfitting}", "Use #1 here", 8, "text after ` #` is lost: #1", "quote"),
    ("{zh: 什么是过拟合？, en: What is overfitting}", "*重点*是什么", 8, "cannot start with `*`", "quotes"),
    ("{zh: 什么是过拟合？, en: What is overfitting}", "&重点 是什么", 8, "cannot start with `&`", "quotes"),
    ("{zh: 什么是过拟合？, en: What is overfitting}", "@重点是什么", 8, "cannot start with `@`", "quotes"),
    ("{zh: 什么是过拟合？, en: What is overfitting}", "`code` 是什么", 8, "cannot start with", "quotes"),
    ("{zh: 什么是过拟合？, en: What is overfitting}", '"What is $\\theta$"', 8, "`\\theta$`", "single quotes"),
    ("    kind: open", "    kind: open\n    kind: open", 7, "duplicate key `kind`, first on line 6", "remove one"),
    ("    prompt:", "    promt:", 8, "unknown key `promt`", "did you mean `prompt`?"),
    (", en: What is overfitting}", "}", 8, "prompt has no English", "add `en: ...`"),
    ("What is overfitting", "What is ~x~", 8, "struck out", "\\~"),
    ("What is overfitting", "What is $x", 8, "unpaired `$`", "partner"),
    ("What is overfitting", "'What is $\\frac{1}{2$'", 8, "unbalanced `{`", "partner"),
    ("What is overfitting", "<u>What</u> is it", 8, "HTML", "Markdown"),
    ("What is overfitting", "'See ![x](http://x.org/y.png)'", 8, "picture in a text", "`try`"),
    ("    points:", "    similar: [g-ones]\n    points:", 10, "no question `g-ones`", "did you mean `g-one`?"),
    ("    points:", "    try: [{exercise: cany}]\n    points:", 10, "no exercise `cany`", "did you mean `canny`?"),
    ("    points:", "    try: [{exercise: canny, with: {hi: 9}}]\n    points:", 10, "no knob `hi`", "high"),
    ("    points:", "    try: [{exercise: canny, scan: ct}]\n    points:", 10, "no scan `ct`", "ct-abdomen"),
    ("[测试误差高, test error is high]", "[交叉验证]", 11, "does not hit its point p1", "alias"),
    ("[测试误差高, test error is high]", "[测试误差高, test error is high, 're:(高']", 11, "not a regular", "brackets"),
    ("[测试误差高, test error is high]", "[测试误差高, test error is high, 're:(高+)+x']", 11, "run for ever", "(ab)+"),
    ("g-one", "G One", 5, "must be lower-case words", "write `g-one`"),
]


@pytest.mark.parametrize(("old", "new", "line", "said", "cure"), PLANTED, ids=[f"{p[2]}-{p[3]}" for p in PLANTED])
def test_a_planted_mistake_gets_its_file_line_and_cure(
    good: Path, old: str, new: str, line: int, said: str, cure: str
) -> None:
    assert GOOD.count(old) >= 1
    good.write_text(GOOD.replace(old, new, 1), "utf-8")
    problems = [p for p in check([good], WORLD) if p.level != "notice"]
    assert [(p.path, p.line) for p in problems] == [(good, line)], problems
    assert said in problems[0].said.en
    assert cure in problems[0].cure.en


def test_two_mistakes_are_told_at_once(good: Path) -> None:
    good.write_text(GOOD.replace("title: {zh", "titel: {zh", 1).replace("kind: open", "kind: opne"), "utf-8")
    found: list[Problem] = check([good], WORLD)
    assert {(p.line, p.cure.en) for p in found} >= {(3, "did you mean `title`?"), (6, "did you mean `open`?")}
