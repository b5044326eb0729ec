"""Knobs as words on a command line: --low 50 --high=150. Nothing is moved silently to the nearest legal value."""

from collections.abc import Sequence
from typing import Any

from ops._exercise import Exercise, Knob
from ops._strokes import EXAMPLE


class Usage(ValueError):
    """The words do not say what the exercise needs; the message names exercise, knob, rule and what was got."""


def values(ex: Exercise, words: Sequence[str]) -> tuple[dict[str, Any], str | None]:
    """A value for every knob, and the path given for the second picture. Raises Usage."""
    asked = _pairs(ex.name, words)
    second = asked.pop(ex.second[0], None) if ex.second else None
    knobs = {k.name: k for k in ex.knobs}
    for unknown in asked.keys() - knobs.keys():
        known = ", ".join(f"--{k}" for k in knobs) or "none at all"
        raise Usage(f"{ex.name}: no knob --{unknown}, must be one of: {known}")
    return ex.turn({name: _strict(ex.name, knobs[name], word) for name, word in asked.items()}), second


def _pairs(name: str, words: Sequence[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    rest = list(words)
    while rest:
        flag, equals, value = rest.pop(0).partition("=")
        if not flag.startswith("--"):
            raise Usage(f"{name}: {flag!r} must be --knob value")
        if not equals:
            if not rest:
                raise Usage(f"{name}: {flag} must have a value")
            value = rest.pop(0)
        pairs[flag[2:].replace("-", "_")] = value
    return pairs


def _strict(name: str, knob: Knob, word: str) -> Any:
    turned = knob.turn(word)
    if knob.strokes:
        legal = f"strokes such as {EXAMPLE!r}, places in percent"
        same = len(word.replace(";", " ").split()) == len(turned.replace(";", " ").split())
    elif knob.range is None:
        legal = ", ".join(str(c).lower() if isinstance(c, bool) else str(c) for c in knob.choices)
        same = word.casefold() in (str(turned).casefold(), str(int(turned)) if isinstance(turned, bool) else None)
    else:
        span = knob.range
        steps = "" if span.step == 1 else f" in steps of {span.step:g} from {span.low:g}"
        legal = f"{span.low:g}..{span.high:g}{span.unit}{steps}"
        same = _is(word, turned)
    if not same:
        raise Usage(f"{name}: --{knob.name} must be {legal}, got {word!r}")
    return turned


def _is(word: str, number: float) -> bool:
    try:
        return abs(float(word) - number) < 1e-9
    except ValueError:
        return False
