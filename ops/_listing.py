"""An exercise as plain data, for python -m ops list --json."""

from typing import Any

from ops._exercise import Exercise, Knob
from study.text import Text


def described(ex: Exercise) -> dict[str, Any]:
    """All that a slider needs to know of an exercise, as JSON takes it."""
    return {
        "name": ex.name,
        "title": _both(ex.title),
        "group": ex.group,
        "about": _both(ex.about),
        "takes": ex.takes,
        "knobs": [described_knob(k) for k in ex.knobs],
        "naive": ex.naive is not None,
        "stages": ex.stages is not None,
    }


def described_knob(knob: Knob) -> dict[str, Any]:
    """One knob likewise; what a knob has not is None or empty."""
    span = knob.range
    return {
        "name": knob.name,
        "label": _both(knob.label),
        "default": knob.default,
        "low": span.low if span else None,
        "high": span.high if span else None,
        "step": span.step if span else None,
        "unit": span.unit if span else "",
        "choices": list(knob.choices),
    }


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
