"""Reading exercises from their files: the signature becomes knobs, the constants become texts."""

import importlib
import inspect
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import ModuleType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from ops._exercise import DEPTHS, GROUPS, Exercise, Kind, Knob, Range
from ops._strokes import Strokes, tidy
from study.text import Text

# what a link to the lab says besides the knobs
RESERVED = (
    "exercise",
    "scan",
    "second",
    "plane",
    "frame",
    "wc",
    "ww",
    "bake",
    "window",
    "lang",
    "image",
    "op",
    "q",
    "view",
)


@cache
def exercises() -> dict[str, Exercise]:
    """Every exercise by name, in the order of the menu: by group, then by ORDER in the file, then by name."""
    package = importlib.import_module("ops")
    names = [m.name for m in pkgutil.iter_modules(package.__path__) if not m.name.startswith("_")]
    found = [read(name) for name in names]
    groups = list(GROUPS)
    return {ex.name: ex for ex in sorted(found, key=lambda ex: (groups.index(ex.group), ex.order, ex.name))}


def read(name: str) -> Exercise:
    """Read one exercise file; a declaration that is not complete is a TypeError naming file and parameter."""
    return of(importlib.import_module(f"ops.{name}"))


def of(module: ModuleType) -> Exercise:
    """The exercise that a module declares. Raises TypeError naming file and parameter."""
    name = module.__name__.rpartition(".")[2]
    where = f"ops/{name}.py"
    run = getattr(module, name, None)
    if run is None or not all(isinstance(getattr(module, c, None), Text) for c in ("TITLE", "ABOUT")):
        raise TypeError(f"{where}: must have TITLE and ABOUT (Text), GROUP and a function named {name}")
    _check_constants(where, module)
    _check_companions(where, module, run)
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
        cost=getattr(module, "COST", ""),
        depths=getattr(module, "DEPTHS", ("uint8",)),
        best_on=getattr(module, "BEST_ON", "ct-abdomen"),
        second=pictures[1] if len(pictures) > 1 else None,
        second_best=getattr(module, "SECOND_BEST", ""),
        naive=getattr(module, "naive", None),
        trap=getattr(module, "TRAP", None),
        stages=getattr(module, "stages", None),
        facts=getattr(module, "FACTS", {}),
        measures=getattr(module, "MEASURES", {}),
        order=getattr(module, "ORDER", 0),
        local=getattr(module, "LOCAL", False),
    )


def _check_constants(where: str, module: ModuleType) -> None:
    if getattr(module, "GROUP", None) not in GROUPS:
        raise TypeError(f"{where}: GROUP must be one of {', '.join(GROUPS)}, got {getattr(module, 'GROUP', None)!r}")
    depths = getattr(module, "DEPTHS", ("uint8",))
    if not isinstance(depths, tuple) or "uint8" not in depths or not set(depths) <= set(DEPTHS):
        raise TypeError(f"{where}: DEPTHS must be a tuple of {', '.join(DEPTHS)} with uint8 in it, got {depths!r}")
    cost = getattr(module, "COST", "")
    if not isinstance(cost, str) or (cost and not cost.startswith("O(")):
        raise TypeError(f"{where}: COST must be O(...), got {cost!r}")
    facts = getattr(module, "FACTS", {})
    if not isinstance(facts, Mapping) or not all(isinstance(label, Text) for label in facts.values()):
        raise TypeError(f"{where}: FACTS must give every number a Text, got {facts!r}")
    measures = getattr(module, "MEASURES", {})
    if not set(measures) <= set(facts) or not set(measures.values()) <= {"area", "length"}:
        raise TypeError(f"{where}: MEASURES must name FACTS as area or length, got {measures!r}")


def _check_companions(where: str, module: ModuleType, run: Any) -> None:
    if hasattr(module, "naive") != hasattr(module, "TRAP"):
        raise TypeError(f"{where}: naive and TRAP must come together")
    if not inspect.getdoc(run):
        raise TypeError(f"{where}: {run.__name__} must have a docstring, it goes into the exported script")
    wanted = list(inspect.signature(run).parameters)
    for companion in ("naive", "stages"):
        func = getattr(module, companion, None)
        got = wanted if func is None else list(inspect.signature(func).parameters)
        if got != wanted:
            raise TypeError(f"{where}: {companion} must take {', '.join(wanted)}, got {', '.join(got)}")


def _parameters(where: str, run: Any) -> tuple[list[tuple[str, Kind, Text]], tuple[Knob, ...]]:
    hints = get_type_hints(run, include_extras=True)
    pictures: list[tuple[str, Kind, Text]] = []
    knobs: list[Knob] = []
    kinds: tuple[Kind, ...] = get_args(Kind)
    for p in inspect.signature(run).parameters.values():
        notes = get_args(hints.get(p.name))[1:]
        kind = next((k for k in kinds if k in notes), None)
        if kind is None:
            knobs.append(_knob(where, p, hints.get(p.name)))
        else:
            label = next((n for n in notes if isinstance(n, Text)), Text("图像", "Picture"))
            pictures.append((p.name, kind, label))
    if not 1 <= len(pictures) <= 2:
        raise TypeError(f"{where}: must take one or two pictures (Gray, Color or Picture), got {len(pictures)}")
    return pictures, tuple(knobs)


def _knob(where: str, p: inspect.Parameter, hint: Any) -> Knob:
    kind, *notes = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    texts = [n for n in notes if isinstance(n, Text)]
    span = next((n for n in notes if isinstance(n, Range)), None)
    strokes = next((n for n in notes if isinstance(n, Strokes)), None)
    choices = (False, True) if kind is bool else get_args(kind)
    if p.default is p.empty or not texts or not (choices or span or strokes):
        raise TypeError(f"{where}: {p.name} needs a default, a Text label and a Range, Literal or bool")
    if p.name in RESERVED:
        raise TypeError(f"{where}: {p.name} must not be one of {', '.join(RESERVED)}, links use them")
    names = next((n for n in notes if isinstance(n, tuple)), ())
    if names and len(names) != len(choices):
        raise TypeError(f"{where}: {p.name} names {len(names)} of {len(choices)} choices")
    if strokes:
        if kind is not str or p.default != tidy(p.default):
            raise TypeError(f"{where}: {p.name} must be a str with legal strokes as default, got {p.default!r}")
    elif span:
        _check_span(f"{where}: {p.name}", kind, p.default, span)
    elif p.default not in choices:
        raise TypeError(f"{where}: {p.name} = {p.default!r} must be one of {choices}")
    return Knob(p.name, p.default, texts[0], span, choices, names, strokes)


def _check_span(where: str, kind: Any, default: Any, span: Range) -> None:
    if kind not in (int, float) or type(default) is not kind:
        raise TypeError(f"{where} must be an int or a float with a default of that type, got {default!r}")
    if kind is int and any(float(n) != int(n) for n in (span.low, span.high, span.step)):
        raise TypeError(f"{where} is an int, its Range must be whole numbers, got {span.low}..{span.high}")
    if not span.low < span.high or span.step <= 0:
        raise TypeError(f"{where} must have low < high and a step above 0, got {span}")
    if not span.low <= default <= span.high:
        raise TypeError(f"{where} = {default} is outside {span.low}..{span.high}")
    for what, number in (("default", default), ("high end", span.high)):
        steps = (number - span.low) / span.step
        if abs(steps - round(steps)) > 1e-6:
            raise TypeError(f"{where}: the {what} {number} must be a step of {span.step} from {span.low}")
