"""Skeletons of questions: right in form, with a TODO wherever an author has something to say."""

from study.writing import Value

TODO = "TODO"
KINDS = ("open", "code", "choice", "order", "number", "picture")


def skeleton(kind: str, id: str) -> dict[str, Value]:
    """A question of a kind that passes the checker but for its TODOs. Raises KeyError for a kind that we lack."""
    head: dict[str, Value] = {"id": id, "kind": kind, "title": _said(), "difficulty": 2, "prompt": _said()}
    return {**head, **_REST[kind]}


def _said() -> dict[str, Value]:
    return {"zh": TODO, "en": TODO}


def _option(right: bool) -> dict[str, Value]:
    text: dict[str, Value] = {"text": _said()}
    return text | ({"right": "yes"} if right else {}) | {"why": _said()}


_WORDED: dict[str, Value] = {
    "answer": _said(),
    "points": [{"id": "p1", "weight": 1, "text": _said(), "any": [TODO], "hint": _said()}],
}
_SOLUTION: dict[str, Value] = {
    "function": "todo(image)",
    "limits": _said(),
    "examples": [{"call": "todo(image)", "gives": _said()}],
    "hints": [_said(), _said(), _said()],
    "reference": "def todo(image):\n    ...  # TODO",
    "cost": _said(),
}
_REST: dict[str, dict[str, Value]] = {
    "open": _WORDED,
    "code": _WORDED | {"solution": _SOLUTION},
    "choice": {"trains": "todo", "options": [_option(True), _option(False)]},
    "order": {"trains": "todo", "steps": [_said(), _said(), _said()], "why": _said()},
    "number": {"trains": "todo", "value": 0, "tolerance": 0, "solution": _said()},
    "picture": {"trains": "todo", "shows": {"exercise": "canny"}, "options": [_option(True), _option(False)]},
}
