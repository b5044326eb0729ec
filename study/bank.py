"""Reading one YAML bank: a Bank, or every problem in the file at once, each at its line and column."""

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from study._decode import UndecodableError, decode
from study._document import Document, NotYamlError, Slip, cleaned
from study._fields import alike, keys_at
from study._lines import slips, split
from study._yaml import LIMITS, parse
from study._yaml_words import too_large
from study.problem import Level, Problem
from study.question import Bank
from study.text import Text

UNREADABLE = (
    Text("文件读不出来", "the file cannot be read"),
    Text("检查文件是否存在、有没有读取权限", "check that it exists and may be read"),
)
ENCODING = (
    Text("既不是 UTF-8，也不是 UTF-16 或 GBK", "is neither UTF-8 nor UTF-16 nor GBK"),
    Text("在编辑器里另存为 UTF-8", "save it as UTF-8"),
)
MISSING = Text("缺少 `{key}`", "`{key}` is missing")
ADD = Text("补上这一项", "add it")
UNKNOWN = Text("不认识的键 `{key}`", "unknown key `{key}`")
MEANT = Text("是不是想写 `{near}`？", "did you mean `{near}`?")
REMOVE = Text("删掉它，或改成：{known}", "remove it, or use one of: {known}")
WRONG = Text("`{where}`：{said}", "`{where}`: {said}")
SEE = Text("对照 README 里的例子修改", "compare with the example in the README")
KINDS = Text(
    "`kind` 必须是 open、code、choice、order、number、picture 之一",
    "`kind` must be open, code, choice, order, number or picture",
)
SAID = {
    "string_type": Text("必须是文字", "must be text"),
    "int_type": Text("必须是整数", "must be a whole number"),
    "int_parsing": Text("必须是整数", "must be a whole number"),
    "string_pattern_mismatch": Text("写法不对，应符合 {pattern}", "must match {pattern}"),
    "string_too_short": Text("不能为空", "must not be empty"),
    "string_too_long": Text("太长，最多 {max_length} 个字符", "must have at most {max_length} characters"),
    "too_short": Text("至少要有 {min_length} 项", "needs at least {min_length} items"),
    "too_long": Text("最多 {max_length} 项", "may have at most {max_length} items"),
    "tuple_type": Text("必须是列表", "must be a list"),
    "dict_type": Text("必须是键值对", "must be a mapping"),
    "model_type": Text("必须是键值对", "must be a mapping"),
    "model_attributes_type": Text("必须是键值对", "must be a mapping"),
    "dataclass_type": Text("必须是文字，或 {{zh: …, en: …}}", "must be text, or {{zh: ..., en: ...}}"),
    "literal_error": Text("必须是 {expected} 之一", "must be one of {expected}"),
    "greater_than_equal": Text("不能小于 {ge}", "must be at least {ge}"),
    "less_than_equal": Text("不能大于 {le}", "must be at most {le}"),
}


class BankError(ValueError):
    """The file is no bank; `problems` holds all that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def read(path: Path) -> Bank:
    """The bank in a file. Raises BankError with every problem when there is an error among them."""
    bank, _, problems = inspect(path)
    if bank is None:
        raise BankError(problems)
    return bank


def inspect(path: Path) -> tuple[Bank | None, Document | None, list[Problem]]:
    """The bank, unless there are errors; what the file says and where; and all problems, also the mild ones."""
    try:
        data = path.read_bytes()
    except OSError:
        return None, None, [_problem(path, 1, 1, "error", *UNREADABLE)]
    return examine(path, data)


def examine(path: Path, data: bytes) -> tuple[Bank | None, Document | None, list[Problem]]:
    """As `inspect`, of bytes that have been read already."""
    if len(data) > LIMITS.bytes:
        return None, None, [_problem(path, 1, 1, "error", *too_large(len(data), LIMITS.bytes))]
    try:
        decoded = decode(data)
    except UndecodableError:
        return None, None, [_problem(path, 1, 1, "error", *ENCODING)]
    problems = [_slip(path, slip) for slip in slips(split(decoded.text))]
    if decoded.notice:
        problems.append(_problem(path, 1, 1, "notice", *decoded.notice))
    try:
        document = parse(decoded.text)
    except NotYamlError as e:
        # a line that gives its mistake away says it better than the parser, which notices lines later
        problems += [_slip(path, s) for s in e.slips] + ([] if problems else [_slip(path, e.slip)])
        return None, None, sorted(problems)
    problems += [_slip(path, slip) for slip in document.slips]
    bank = None
    try:
        bank = Bank.model_validate(cleaned(document.data))
    except ValidationError as e:
        problems += [_invalid(path, document, error) for error in e.errors(include_url=False, include_input=False)]
    if any(p.level == "error" for p in problems):
        bank = None
    return bank, document, sorted(dict.fromkeys(problems))


def _slip(path: Path, slip: Slip) -> Problem:
    return _problem(path, slip.line, slip.column, "error", slip.said, slip.cure)


def _problem(path: Path, line: int, column: int, level: Level, said: Text, cure: Text) -> Problem:
    return Problem(path, line, column, level, said, cure)


def _invalid(path: Path, document: Document, error: Any) -> Problem:
    """One complaint of the schema in a person's words, at the value it is about."""
    loc = tuple(error["loc"])
    real = document.real(loc)
    kind, context = error["type"], {k: str(v) for k, v in (error.get("ctx") or {}).items()}
    match kind:
        case "missing":
            line, column = document.place(*document.real(loc[:-1]))
            return _problem(path, line, column, "error", _filled(MISSING, key=_name(document, loc)), ADD)
        case "extra_forbidden" | "unexpected_keyword_argument":
            line, column = document.key(*real)
            known = keys_at(loc[:-1])
            near = alike(str(loc[-1]), known)
            cure = _filled(MEANT, near=near) if near else _filled(REMOVE, known=", ".join(known) or "zh, en")
            return _problem(path, line, column, "error", _filled(UNKNOWN, key=str(loc[-1])), cure)
        case "union_tag_invalid" | "union_tag_not_found":
            line, column = document.place(*real, "kind") if kind == "union_tag_invalid" else document.place(*real)
            return _problem(path, line, column, "error", KINDS, SEE)
    line, column = document.place(*real)
    said = SAID.get(kind) or Text(error["msg"], error["msg"])
    words = _filled(said, **context) if kind in SAID else said
    return _problem(path, line, column, "error", _filled(WRONG, where=_name(document, loc), said=words), SEE)


def _name(document: Document, loc: tuple[int | str, ...]) -> str:
    """A path as an author reads it, the questions named by their ids: dl-dropout.points.2.text."""
    steps = [str(s) for s in (*document.real(loc[:-1]), loc[-1])] if loc else []
    data = document.data
    if len(loc) > 1 and loc[0] == "questions" and isinstance(loc[1], int) and isinstance(data, dict):
        questions = data.get("questions")
        question = questions[loc[1]] if isinstance(questions, list) and loc[1] < len(questions) else None
        id = question.get("id") if isinstance(question, dict) else None
        steps = [str(id) if id else f"questions.{loc[1] + 1}", *steps[2:]]
    return ".".join(steps)


def _filled(text: Text, **words: Any) -> Text:
    zh = {k: v.zh if isinstance(v, Text) else v for k, v in words.items()}
    en = {k: v.en if isinstance(v, Text) else v for k, v in words.items()}
    return Text(text.zh.format(**zh), text.en.format(**en))
