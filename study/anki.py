"""The banks as an Anki package: notes that a second import updates, so that a learner's schedule stays."""

import html
import re
from collections.abc import Sequence
from pathlib import Path

import genanki
from markdown_it import MarkdownIt

from study.plain import Plain, plain
from study.question import Bank
from study.text import Lang

# Chosen once and never changed: Anki knows our note type and deck by these numbers.
MODEL, DECK = 1_726_040_311, 1_726_040_312
FIELDS = ("Id", "Title", "Prompt", "Answer", "Kind")
FRONT = '<div class="title">{{Title}}</div><div class="prompt">{{Prompt}}</div>'
BACK = '{{FrontSide}}<hr id="answer">{{Answer}}<div class="id">{{Id}}</div>'
STYLE = (
    ".card{font-family:sans-serif;font-size:18px;line-height:1.55;text-align:left;max-width:42em;margin:auto}"
    ".title,.id{color:#777;font-size:.8em}.prompt{font-weight:600}"
)
_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_MATH = re.compile(r"(\$\$?)(.+?)\1", re.S)


def write(banks: Sequence[Bank], out: Path, lang: Lang, stamp: float) -> int:
    """Write OUT (.apkg) and say how many notes. `stamp`: seconds since the epoch, newer than the last export's.

    The stamp is the time the banks were changed, not now: Anki keeps whichever note is newer, and a learner's
    own edits must win over an export that changed nothing.
    """
    model = genanki.Model(
        MODEL,
        "ScanPrep",
        fields=[{"name": name} for name in FIELDS],
        templates=[{"name": "Question", "qfmt": FRONT, "afmt": BACK}],
        css=STYLE,
    )
    deck = genanki.Deck(DECK, "ScanPrep")
    notes = [plain(q, bank.bank, lang) for bank in banks for q in bank.questions if not q.deprecated]
    for note in notes:
        deck.add_note(genanki.Note(model=model, fields=_fields(note), tags=list(note.tags), guid=guid(note.id)))
    genanki.Package(deck).write_to_file(str(out), timestamp=stamp)
    return len(notes)


def guid(id: str) -> str:
    """What Anki recognises a note by: made from the question's id alone, so that an edit is an update."""
    return str(genanki.guid_for("scanprep", id))


def _fields(note: Plain) -> list[str]:
    return [note.id, html.escape(note.title), rendered(note.prompt), rendered(note.answer), note.kind]


def rendered(markdown: str) -> str:
    r"""Markdown as HTML; formulas in $..$ become MathJax's \(..\) and pass through untouched."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        left, right = (r"\[", r"\]") if found[1] == "$$" else (r"\(", r"\)")
        kept.append(f"{left}{html.escape(found[2])}{right}")
        return f"\ue000{len(kept) - 1}\ue001"  # private use: stands in no text, and Markdown leaves it alone

    body = str(_MARKDOWN.render(_MATH.sub(keep, markdown)))
    return re.sub("\ue000(\\d+)\ue001", lambda m: kept[int(m[1])], body)
