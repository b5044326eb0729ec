"""The schema that editors complete from: current, and of one mind with the app about our own banks."""

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from study import schema
from study._yaml import parse  # YAML 1.2, as editors read it: yes is a text

QUESTIONS = Path(__file__).parent.parent / "questions"
BANKS = sorted(QUESTIONS.glob("*.yaml"))


@pytest.fixture(scope="module")
def editor() -> jsonschema.Draft7Validator:
    """What the YAML extension of VS Code does with the file."""
    whole: Any = json.loads((QUESTIONS / "bank.schema.json").read_text("utf-8"))
    jsonschema.Draft7Validator.check_schema(whole)
    return jsonschema.Draft7Validator(whole)


def test_the_file_is_current() -> None:
    written = (QUESTIONS / "bank.schema.json").read_text("utf-8")
    assert written == schema.written(), "run python -m study schema"


@pytest.mark.parametrize("path", BANKS, ids=lambda p: p.name)
def test_every_bank_names_it_and_has_no_red_line(path: Path, editor: jsonschema.Draft7Validator) -> None:
    text = path.read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=bank.schema.json\n")
    assert [e.message for e in editor.iter_errors(parse(text).data)] == []


@pytest.mark.parametrize(
    "spoil",
    [
        {"tittle": "x"},
        {"difficulty": 7},
        {"id": "With Blanks"},
        {"points": []},
        {"kind": "essay"},
        {"prompt": {"zh": "只有中文"}},
    ],
)
def test_what_the_app_refuses_is_red_in_the_editor(
    spoil: dict[str, object], editor: jsonschema.Draft7Validator
) -> None:
    bank: Any = parse((QUESTIONS / "dl.yaml").read_text("utf-8")).data
    spoilt = copy.deepcopy(bank)
    spoilt["questions"][0] |= spoil
    assert list(editor.iter_errors(spoilt))
