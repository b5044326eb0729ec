"""Reading exercises from their files: the signature becomes knobs, the constants become texts."""

import importlib
import inspect
import pkgutil
from functools import cache
from types import ModuleType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from ops._exercise import GROUPS, Exercise, Kind, Knob, Range
from study.text import Text


@cache
def exercises() -> dict[str, Exercise]:
    """Every exercise by name, in the order of the menu: by group, then by ORDER in the file, then by name."""
    package = importlib.import_module("ops")
    names = [m.name for m in pkgutil.iter_modules(package.__path__) if not m.name.startswith("_")]
    found = [read(name) for name in names]
    order = list(GROUPS)
    return {ex.name: ex for ex in sorted(found, key=lambda ex: (order.index(ex.group), ex.name))}


def read(name: str) -> Exercise:
    """Read one exercise file; a declaration that is not complete is a TypeError naming file and parameter."""
    return of(importlib.import_module(f"ops.{name}"))


def of(module: ModuleType) -> Exercise:
    """The exercise that a module declares."""
    name = module.__name__.rpartition(".")[2]
    where = f"ops/{name}.py"
    run = getattr(module, name, None)
    if run is None or not all(hasattr(module, c) for c in ("TITLE", "GROUP", "ABOUT")):
        raise TypeError(f"{where}: must have TITLE, GROUP, ABOUT and a function named {name}")
    if module.GROUP not in GROUPS:
        raise TypeError(f"{where}: GROUP must be one of {', '.join(GROUPS)}, got {module.GROUP!r}")
    if hasattr(module, "naive") != hasattr(module, "TRAP"):
        raise TypeError(f"{where}: naive and TRAP must come together")
    pictures, knobs = _parameters(where, run)
    return Exercise(
        name=name,
        title=module.TITLE,
        group=module.GROUP,
        about=module.ABOUT,
        takes=pictures[0][1],
        knobs=knobs,
        run=run,
        formula=getattr(module, "FORMULA", ""),
        source=getattr(module, "SOURCE", ""),
        depths=getattr(module, "DEPTHS", ("uint8",)),
        best_on=getattr(module, "BEST_ON", "ct-abdomen"),
        second=pictures[1] if len(pictures) > 1 else None,
        naive=getattr(module, "naive", None),
        trap=getattr(module, "TRAP", None),
        stages=getattr(module, "stages", None),
        facts=getattr(module, "FACTS", {}),
        local=getattr(module, "LOCAL", False),
    )


def _parameters(where: str, run: Any) -> tuple[list[tuple[str, Kind, Text]], tuple[Knob, ...]]:
    hints = get_type_hints(run, include_extras=True)
    pictures: list[tuple[str, Kind, Text]] = []
    knobs: list[Knob] = []
    for p in inspect.signature(run).parameters.values():
        notes = get_args(hints.get(p.name))[1:]
        kind = next((n for n in notes if n in ("gray", "color")), None)
        if kind is None:
            knobs.append(_knob(where, p, hints.get(p.name)))
        else:
            label = next((n for n in notes if isinstance(n, Text)), Text("图像", "Picture"))
            pictures.append((p.name, kind, label))
    if not 1 <= len(pictures) <= 2:
        raise TypeError(f"{where}: must take one or two pictures (Gray or Color), got {len(pictures)}")
    return pictures, tuple(knobs)


def _knob(where: str, p: inspect.Parameter, hint: Any) -> Knob:
    kind, *notes = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    texts = [n for n in notes if isinstance(n, Text)]
    span = next((n for n in notes if isinstance(n, Range)), None)
    choices = (False, True) if kind is bool else get_args(kind)
    if p.default is p.empty or not texts or not (choices or span):
        raise TypeError(f"{where}: {p.name} needs a default, a Text label and a Range, Literal or bool")
    if span and not span.low <= p.default <= span.high:
        raise TypeError(f"{where}: {p.name} = {p.default} is outside {span.low}..{span.high}")
    names = next((n for n in notes if isinstance(n, tuple)), ())
    if names and len(names) != len(choices):
        raise TypeError(f"{where}: {p.name} names {len(names)} of {len(choices)} choices")
    return Knob(p.name, p.default, texts[0], span, choices, names)
