"""Which keys a bank may have, and where: read off the models, written nowhere else."""

from difflib import get_close_matches
from functools import cache
from typing import Any

from study.question import Bank


@cache
def schema() -> dict[str, Any]:
    """The JSON schema of a bank as pydantic derives it."""
    return Bank.model_json_schema(by_alias=True)


def _every_key() -> frozenset[str]:
    parts = [schema(), *schema()["$defs"].values()]
    return frozenset(key for part in parts for key in part.get("properties", ()))


KEYS = _every_key()


def keys_at(path: tuple[int | str, ...]) -> tuple[str, ...]:
    """The keys that a value at path may have. After a question's number the path names its kind."""
    node = _resolved(schema())
    for step in path:
        node = _resolved(_inside(node, step))
    return tuple(node.get("properties", ()))


def _inside(node: dict[str, Any], step: int | str) -> dict[str, Any]:
    if "discriminator" in node:
        return {"$ref": node["discriminator"]["mapping"].get(step, "#/$defs/Open")}
    if isinstance(step, int):
        inside: dict[str, Any] = node.get("items", {})
    else:
        inside = node.get("properties", {}).get(step, {})
    return inside


def _resolved(node: dict[str, Any]) -> dict[str, Any]:
    if "anyOf" in node:
        node = node["anyOf"][0]
    name = node.get("$ref", "").removeprefix("#/$defs/")
    found: dict[str, Any] = schema()["$defs"][name] if name else node
    return found


def alike(word: str, known: tuple[str, ...]) -> str | None:
    """The known word that somebody probably meant, if any is near."""
    near = get_close_matches(word[:64].casefold(), known, 1, 0.6)
    return near[0] if near else None
