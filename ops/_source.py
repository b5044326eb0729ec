"""The source of a function without annotations, and of everything it uses, so that it can live outside this house."""

import ast
import importlib
import inspect
import json
import tokenize
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from study.text import Lang

Definition = ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign


@dataclass(slots=True)
class Parts:
    """What a file needs: import lines, then constants, then functions and classes, each in an order that runs."""

    imports: set[str] = field(default_factory=set)
    constants: list[str] = field(default_factory=list)
    functions: list[str] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)


def carried(func: Callable[..., Any], defaults: Mapping[str, object], lang: Lang) -> Parts:
    """The function with these defaults, the helpers and constants of its file, and the imports they need.

    Raises TypeError naming the file and what cannot leave it.
    """
    parts = Parts()
    module = inspect.getmodule(func)
    assert module is not None, f"{func.__name__} stands in no file"
    _collect(module, {func.__name__}, parts, {func.__name__: defaults}, lang)
    return parts


def _collect(
    module: ModuleType, wanted: set[str], parts: Parts, defaults: Mapping[str, Mapping[str, object]], lang: Lang
) -> None:
    source = inspect.getsource(module)
    top = ast.parse(source).body
    needed = _closure(top, wanted)
    for node in top:
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                if (alias.asname or alias.name) in needed:
                    _bring(module, node, alias, parts, lang)
        elif isinstance(node, Definition) and (_bound(node) & needed):
            key = (module.__name__, min(_bound(node)))
            if key not in parts.seen:
                parts.seen.add(key)
                place = parts.constants if isinstance(node, ast.Assign | ast.AnnAssign) else parts.functions
                place.append(_text(source, node, defaults, lang))


def _bring(module: ModuleType, node: ast.Import | ast.ImportFrom, alias: ast.alias, parts: Parts, lang: Lang) -> None:
    origin = node.module if isinstance(node, ast.ImportFrom) else alias.name
    if origin and origin.startswith("ops._"):
        _collect(importlib.import_module(origin), {alias.name}, parts, {}, lang)
    elif origin and origin.split(".")[0] in ("ops", "study"):
        raise TypeError(
            f"{module.__name__}: {alias.name} must not be used outside annotations, scripts have no {origin}"
        )
    else:
        parts.imports.add(ast.unparse(_only(node, alias)))


def _only(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> ast.stmt:
    if isinstance(node, ast.Import):
        return ast.Import([alias])
    return ast.ImportFrom(node.module, [alias], node.level)


def _closure(top: list[ast.stmt], wanted: set[str]) -> set[str]:
    """The wanted names and every name that their definitions use, to the end."""
    uses = {name: _used(node) for node in top if isinstance(node, Definition) for name in _bound(node)}
    found: set[str] = set()
    rest = list(wanted)
    while rest:
        name = rest.pop()
        if name not in found:
            found.add(name)
            rest.extend(uses.get(name, ()))
    return found


def _bound(node: Definition) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)}


def _used(node: ast.AST) -> set[str]:
    bare = _Bare().visit(ast.parse(ast.unparse(node)))
    return {n.id for n in ast.walk(bare) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}


class _Bare(ast.NodeTransformer):
    """Takes off what a script does not keep: annotations, and the two languages of a refusal."""

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.arg(node.arg)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        return self.generic_visit(ast.Assign([node.target], node.value or ast.Constant(None)))

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if said := _refusal(node):
            node = ast.Call(ast.Name("ValueError", ast.Load()), list(said), [])
        return self.generic_visit(node)


def _refusal(node: ast.AST) -> tuple[ast.expr, ast.expr] | None:
    """The two languages of Refused(Text(zh, en)), or None for any other node."""
    match node:
        case ast.Call(func=ast.Name("Refused"), args=[ast.Call(func=ast.Name("Text"), args=[zh, en])]):
            return zh, en
    return None


def _text(source: str, node: Definition, defaults: Mapping[str, Mapping[str, object]], lang: Lang) -> str:
    lines = source.splitlines(keepends=True)
    if isinstance(node, ast.FunctionDef):
        return _function(source, node, defaults.get(node.name, {}), lang)
    if isinstance(node, ast.AnnAssign) and node.value is not None:
        return f"{ast.unparse(node.target)} = {ast.get_source_segment(source, node.value)}"
    return "".join(lines[node.lineno - 1 : node.end_lineno]).rstrip()


def _function(source: str, node: ast.FunctionDef, defaults: Mapping[str, object], lang: Lang) -> str:
    lines = source.splitlines(keepends=True)
    text = "".join(lines[node.lineno - 1 : node.end_lineno])
    body = "".join(text.splitlines(keepends=True)[_header_lines(text) :])
    args = _Bare().visit(ast.parse(ast.unparse(node)).body[0]).args
    if defaults:
        signature = ", ".join(a.arg + (f"={literal(defaults[a.arg])}" if a.arg in defaults else "") for a in args.args)
    else:
        signature = ast.unparse(args)
    marks = "".join(f"@{ast.unparse(d)}\n" for d in node.decorator_list)
    return f"{marks}def {node.name}({signature}):\n{_in_one_language(body, lang).rstrip()}"


def literal(value: object) -> str:
    """Python source of a plain value, with double quotes."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def _header_lines(text: str) -> int:
    tokens = tokenize.generate_tokens(iter(text.splitlines(keepends=True)).__next__)
    return next(t.start[0] for t in tokens if t.type == tokenize.NEWLINE)


def _in_one_language(body: str, lang: Lang) -> str:
    """Refused(Text(zh, en)) as a plain ValueError; everything else, comments too, as it stands."""
    head = "if True:\n"  # gives the indented body a parent to be parsed under
    raw = (head + body).encode()
    starts = [0]
    for line in raw.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    calls = [(n, said) for n in ast.walk(ast.parse(raw)) if isinstance(n, ast.Call) and (said := _refusal(n))]
    for call, (zh, en) in sorted(calls, key=lambda c: -c[0].lineno):
        kept = zh if lang == "zh" else en
        inner = raw[
            starts[kept.lineno - 1] + kept.col_offset : starts[(kept.end_lineno or 0) - 1] + (kept.end_col_offset or 0)
        ]
        end = starts[(call.end_lineno or 0) - 1] + (call.end_col_offset or 0)
        raw = raw[: starts[call.lineno - 1] + call.col_offset] + b"ValueError(" + inner + b")" + raw[end:]
    return raw.decode()[len(head) :]
