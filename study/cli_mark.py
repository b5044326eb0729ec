"""python -m study mark: JSON lines {"question", "answer"} in, {"question", "hit", "maybe", "pitfalls"} with ids out."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping

from study.marking import mark
from study.question import Question, Worded


def main(questions: Mapping[str, Question], lines: Iterable[str]) -> int:
    """Mark each line; a bad one is answered with {"error"} and makes the exit code 1."""
    bad = 0
    for said in marked(questions, lines):
        bad += "error" in said
        sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
    return 1 if bad else 0


def marked(questions: Mapping[str, Question], lines: Iterable[str]) -> Iterator[dict[str, object]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _marked(questions, number, line)


def _marked(questions: Mapping[str, Question], number: int, line: str) -> dict[str, object]:
    try:
        asked = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return {"error": f"line {number}: is not JSON - write one object a line"}
    if not isinstance(asked, dict) or not all(isinstance(asked.get(k), str) for k in ("question", "answer")):
        return {"error": f'line {number}: must be {{"question": "...", "answer": "..."}}'}
    question = questions.get(asked["question"])
    if not isinstance(question, Worded):
        return {"error": f"line {number}: {asked['question'][:80]!r} is no question that is answered in words"}
    found = mark(question, asked["answer"])
    return {
        "question": question.id,
        "hit": list(found.hits()),
        "maybe": [m.point for m in found.points if m.state == "maybe"],
        "pitfalls": [t.pitfall for t in found.pitfalls],
    }
