"""GIFT, the text format of Moodle: the banks written out, and questions read in.

Grammar: https://docs.moodle.org/en/GIFT_format. An open question is an essay, `{}`; its model answer travels as
general feedback (`####`), since the format has no other place for it. A blank line ends a question.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from study.plain import Plain, plain
from study.question import Bank, Choice, Number, Question
from study.text import Lang

_SPECIAL = re.compile(r"([\\~=#{}:])")


def write(banks: Sequence[Bank], lang: Lang) -> str:
    """All questions in one language as GIFT."""
    return "\n".join(_written(q, plain(q, bank.bank, lang), lang) for bank in banks for q in bank.questions)


def escaped(text: str) -> str:
    r"""Text with the signs of the grammar escaped and its line breaks as \n."""
    return _SPECIAL.sub(r"\\\1", text.strip()).replace("\n", "\\n")


def _written(q: Question, p: Plain, lang: Lang) -> str:
    tags = " ".join(f"[tag:{tag}]" for tag in p.tags)
    head = f"// [id:{p.id}] {tags}\n::{escaped(p.title)}::[markdown]"
    match q:
        case Choice():
            return f"{head}{escaped(q.prompt(lang))}{{\n{_options(q, lang)}\n}}\n"
        case Number():
            slack = f":{q.tolerance}" if float(q.tolerance) else ":0"
            return f"{head}{escaped(p.prompt)}{{#{q.value}{slack}####[markdown]{escaped(p.answer)}}}\n"
        case _:
            return f"{head}{escaped(p.prompt)}{{####[markdown]{escaped(p.answer)}}}\n"


def _options(q: Choice, lang: Lang) -> str:
    right = len(q.right())
    lines = []
    for option in q.options:
        # several right ones share the mark, and each wrong one costs it all
        weight = f"%{100 / right:.5g}%" if option.right == "yes" else "%-100%"
        mark = ("=" if option.right == "yes" else "~") if right == 1 else f"~{weight}"
        lines.append(f"\t{mark}{escaped(option.text(lang))}#{escaped(option.why(lang))}")
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Read:
    """One question as it stands in a GIFT file."""

    line: int
    id: str
    title: str
    prompt: str
    options: tuple[tuple[str, bool, str], ...]  # text, right, feedback; none: an essay
    number: tuple[str, str] | None  # value, tolerance
    feedback: str
    tags: tuple[str, ...]


class GiftError(ValueError):
    """The place where a GIFT file stops making sense."""

    def __init__(self, line: int, said: str) -> None:
        super().__init__(f"line {line}: {said}")
        self.line, self.said = line, said


def read(text: str) -> list[Read]:
    """The questions of a GIFT file. Raises GiftError at the first that is broken."""
    return [_read(line, block) for line, block in _blocks(text)]


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    start, lines = 0, list[str]()
    for number, line in enumerate([*text.removeprefix("\ufeff").splitlines(), ""], 1):
        if line.strip() and not line.startswith("$CATEGORY:"):
            start = start or number
            lines.append(line)
        elif lines:
            yield start, "\n".join(lines)
            start, lines = 0, []


def _read(line: int, block: str) -> Read:
    comments = " ".join(part for part in block.splitlines() if part.startswith("//"))
    body = "\n".join(part for part in block.splitlines() if not part.startswith("//")).strip()
    open_, close = _brace(body, "{"), _brace(body, "}", last=True)
    if open_ is None or close is None or close < open_:
        raise GiftError(line, "a question needs its answers in { }")
    stem = body[:open_] + (" _____ " + body[close + 1 :] if body[close + 1 :].strip() else "")
    named = re.match(r"::(.+?)(?<!\\)::", stem, re.S)
    prompt = stem[named.end() :] if named else stem
    answers, feedback = _feedback(body[open_ + 1 : close])
    number = re.fullmatch(r"#\s*(-?[\d.]+)(?:\s*:\s*([\d.]+))?", answers.strip())
    return Read(
        line=line,
        id=(re.search(r"\[id:([^\]]+)\]", comments) or [None, ""])[1] or "",
        title=unescaped(named[1]) if named else "",
        prompt=unescaped(re.sub(r"^\[(markdown|html|moodle|plain)\]", "", prompt.strip())),
        options=() if number else tuple(_choices(answers)),
        number=(number[1], number[2] or "0") if number else None,
        feedback=feedback,
        tags=tuple(re.findall(r"\[tag:([^\]]+)\]", comments)),
    )


def _brace(text: str, sign: str, last: bool = False) -> int | None:
    found = [m.start() for m in re.finditer(rf"(?<!\\)(?:\\\\)*\{sign}", text)]
    return (
        (found[-1] + text[found[-1] :].index(sign) if last else found[0] + text[found[0] :].index(sign))
        if found
        else None
    )


def _feedback(answers: str) -> tuple[str, str]:
    before, _, after = answers.partition("####")
    return before, unescaped(re.sub(r"^\[(markdown|html|moodle|plain)\]", "", after.strip()))


def _choices(answers: str) -> Iterator[tuple[str, bool, str]]:
    truth = re.match(r"\s*(T|TRUE|F|FALSE)\s*(#|$)", answers, re.I)
    if truth:
        right = truth[1].upper().startswith("T")
        yield from (("True", right, ""), ("False", not right, ""))
        return
    for found in re.finditer(r"(?<!\\)([=~])((?:\\.|[^=~\\])*)", answers):
        said, _, why = _split(found[2])
        weight = re.match(r"\s*%(-?[\d.]+)%", said)
        text = said[weight.end() :] if weight else said
        yield unescaped(text), found[1] == "=" or bool(weight and float(weight[1]) > 0), unescaped(why)


def _split(text: str) -> tuple[str, str, str]:
    found = re.search(r"(?<!\\)#", text)
    return (text[: found.start()], "#", text[found.end() :]) if found else (text, "", "")


def unescaped(text: str) -> str:
    r"""Text without the grammar's escapes; \n is a line break."""
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], text.strip(), flags=re.S).strip()
