"""What we write, our reader reads back as it was."""

import random

import pytest
import yaml

from study.writing import scalar, written

NASTY = [
    "a: b",
    "a #b",
    "yes",
    "3.10",
    "12",
    "1:30",
    "~",
    "null",
    "*重要*",
    "&x",
    "- x",
    "it's",
    "{a, b}?",
    "：全角",
    "re:(增强|旋转)[^。]{0,16}",
    "tail:",
    " lead",
    "first\nsecond: x\n\nthird",
    "",
    "0x1F",
    "@x",
    "`code`",
    '"q"',
    "\\theta",
]


class Strings(yaml.CSafeLoader):
    """Resolves integers only, as the banks' reader does."""


Strings.yaml_implicit_resolvers = {
    k: [(t, r) for t, r in v if t == "tag:yaml.org,2002:int"]
    for k, v in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


@pytest.mark.parametrize("flow", [False, True])
@pytest.mark.parametrize("text", [t for t in NASTY if "\n" not in t])
def test_a_scalar_is_read_as_written(text: str, flow: bool) -> None:
    doc = f"{{k: {scalar(text, True)}, x: 1}}" if flow else f"k: {scalar(text)}"
    assert yaml.load(doc, Strings)["k"] == text


@pytest.mark.parametrize("seed", range(40))
def test_a_bank_is_read_as_written(seed: int) -> None:
    rng = random.Random(seed)

    def value(depth: int) -> object:
        kind = rng.randrange(4 if depth < 4 else 2)
        if kind == 0:
            return rng.choice(NASTY).rstrip("\n")
        if kind == 1:
            return rng.randrange(100)
        items = [value(depth + 1) for _ in range(rng.randrange(1, 4))]
        return items if kind == 2 else {f"k{i}": v for i, v in enumerate(items)}

    bank = {f"key{i}": value(0) for i in range(5)}
    assert yaml.load(written(bank), Strings) == bank  # type: ignore[arg-type]
