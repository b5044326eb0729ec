"""The JSON schema by which an editor completes a bank and draws red lines, derived from the models."""

import json
from copy import deepcopy
from typing import Any

from study import _fields
from study._schema_help import FIELDS, KINDS, SAID
from study.text import Text

Node = dict[str, Any]


def schema() -> Node:
    """The schema of a bank as the YAML language server of VS Code reads it."""
    made = deepcopy(_fields.schema())
    for name, part in (("Bank", made), *made["$defs"].items()):
        part.pop("title", None)
        part.pop("description", None)
        for key, node in part.get("properties", {}).items():
            part["properties"][key] = _loosened(node) | _told(FIELDS[name][key])
    _allow_one_text(made["$defs"])
    _name_kinds(made)
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": "ScanPrep bank"} | made


def written() -> str:
    """What stands in questions/bank.schema.json."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def _told(text: Text) -> Node:
    return {"description": f"{text.zh}\n\n{text.en}"}


def _loosened(node: Node) -> Node:
    """The node without titles, and with what an editor takes for a number or a boolean where we read text."""
    if node.get("type") == "string" and "const" not in node:
        return {k: v for k, v in node.items() if k != "title"} | {"type": ["string", "number"]}
    if node.get("type") == "boolean":
        return {"enum": [True, False, "yes", "no"], "default": node["default"]}
    return {k: _inside(v) for k, v in node.items() if k != "title"}


def _inside(value: Any) -> Any:
    if isinstance(value, list):
        return [_inside(v) for v in value]
    return _loosened(value) if isinstance(value, dict) else value


def _allow_one_text(parts: Node) -> None:
    """One text may stand for both languages."""
    parts["Both"] = parts.pop("Text") | {"additionalProperties": False}
    parts["Text"] = {"anyOf": [{"type": ["string", "number"]}, {"$ref": "#/$defs/Both"}]} | _told(SAID)


def _name_kinds(made: Node) -> None:
    """With `kind` in it a question is of that kind only, and the editor offers the keys of that kind."""
    made["properties"]["questions"]["items"].pop("discriminator")
    for name, text in KINDS.items():
        part = made["$defs"][name]
        part |= _told(text) | {"required": sorted({*part["required"], "kind"})}
