"""Questions from elsewhere as a bank of ours: what the source lacks stands there as TODO, and the checker lists it."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from hashlib import sha256

from study import gift
from study.skeleton import TODO, skeleton
from study.writing import Value


def empty(bank: str) -> dict[str, Value]:
    """A bank with one question that passes the checker but for its TODOs."""
    return {"bank": bank, "title": _both(TODO), "questions": [skeleton("open", f"{bank}-first-question")]}


def from_rows(bank: str, rows: Sequence[Mapping[str, str]]) -> dict[str, Value]:
    """A bank of open questions from the rows of a table (study/table.py); rows without a prompt are passed over."""
    questions = []
    for row in rows:
        if prompt := row["prompt_zh"] or row["prompt_en"]:
            question = _open(
                _id(bank, row["id"], prompt), prompt, row["answer_zh"] or TODO, row["title_zh"] or TODO, ()
            )
            for name in ("title", "prompt", "answer"):
                question[name] = {lang: row[f"{name}_{lang}"] or TODO for lang in ("zh", "en")}
            question["difficulty"] = int(row["difficulty"]) if row["difficulty"] in ("1", "2", "3") else 2
            question["tags"] = [t for t in row["tags"].split() if slug(t) == t]
            questions.append(question)
    return {"bank": bank, "title": _both(TODO), "questions": _unique(questions)}


def from_gift(bank: str, found: Sequence[gift.Read]) -> dict[str, Value]:
    """A bank from questions of a GIFT file (study/gift.py): essays become open questions, options choices."""
    return {"bank": bank, "title": _both(TODO), "questions": _unique([_from_gift(bank, one) for one in found])}


def _from_gift(bank: str, one: gift.Read) -> dict[str, Value]:
    id, prompt = _id(bank, one.id, one.title or one.prompt), _said(one.prompt)
    head: dict[str, Value] = {"id": id, "title": _said(one.title or one.prompt[:40]), "prompt": prompt}
    if one.number:
        value, tolerance = one.number
        head |= {"kind": "number", "trains": TODO.lower(), "value": value, "tolerance": tolerance}
        return head | {"solution": _said(one.feedback)}
    if one.options and not all(right for _, right, _ in one.options):
        return head | {"kind": "choice", "trains": TODO.lower(), "options": [_option(*o) for o in one.options]}
    answer = one.feedback or "; ".join(text for text, right, _ in one.options if right)
    question = _open(id, one.prompt, answer or TODO, one.title or one.prompt[:40], tuple(a for a, _, _ in one.options))
    return question | {"title": head["title"], "prompt": prompt, "answer": _said(answer)}


def _option(text: str, right: bool, why: str) -> dict[str, Value]:
    option: dict[str, Value] = {"text": _said(text)}
    return option | ({"right": "yes"} if right else {}) | {"why": _said(why)}


def _open(id: str, prompt: str, answer: str, title: str, aliases: Sequence[str]) -> dict[str, Value]:
    return {
        "id": id,
        "kind": "open",
        "title": _both(title),
        "difficulty": 2,
        "prompt": _both(prompt),
        "answer": _both(answer),
        "points": [{"id": "p1", "weight": 1, "text": _both(TODO), "any": [*aliases] or [TODO]}],
    }


def _both(text: str) -> dict[str, Value]:
    return {"zh": text, "en": text if text == TODO else TODO}


def _said(text: str) -> dict[str, Value]:
    """A text in the language it is in; the other one is to do."""
    if not text.strip():
        return _both(TODO)
    chinese = re.search(r"[\u4e00-\u9fff]", text)
    return {"zh": text, "en": TODO} if chinese else {"zh": TODO, "en": text}


def _id(bank: str, id: str, text: str) -> str:
    """The id that came along when it is one; else the words of the text, or its digest where it has no Latin words."""
    if id and slug(id) == id:
        return id
    words = slug(id or text)[:40].strip("-")
    return f"{bank}-{words or sha256(text.encode()).hexdigest()[:8]}"


def slug(text: str) -> str:
    """The Latin words of a text, lower case, joined by hyphens; may be empty."""
    flat = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", flat).strip("-")


def _unique(questions: Sequence[dict[str, Value]]) -> list[Value]:
    taken: dict[str, int] = {}
    for question in questions:
        id = str(question["id"])
        taken[id] = taken.get(id, 0) + 1
        if taken[id] > 1:
            question["id"] = f"{id}-{taken[id]}"
    return list(questions)
