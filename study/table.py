"""The banks as one table: a CSV file that opens right in Excel (UTF-8 with a BOM) and in pandas, and its way back."""

import csv
import io
from collections.abc import Sequence

from study.plain import plain
from study.question import Bank

COLUMNS = (
    "id",
    "bank",
    "kind",
    "difficulty",
    "title_zh",
    "title_en",
    "prompt_zh",
    "prompt_en",
    "answer_zh",
    "answer_en",
    "tags",
)


def write(banks: Sequence[Bank]) -> str:
    """Every question as a row; cells that a spreadsheet would take for a formula get an apostrophe in front."""
    out = io.StringIO(newline="")
    out.write("\ufeff")
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for bank in banks:
        for q in bank.questions:
            zh, en = plain(q, bank.bank, "zh"), plain(q, bank.bank, "en")
            cells = [q.id, bank.bank, q.kind, str(q.difficulty), zh.title, en.title]
            cells += [zh.prompt, en.prompt, zh.answer, en.answer, " ".join(q.tags)]
            rows.writerow([safe(cell) for cell in cells])
    return out.getvalue()


def safe(cell: str) -> str:
    """The cell as text: =, +, - and @ at the start would make it a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell


def read(text: str) -> list[dict[str, str]]:
    """The rows of a CSV file as mappings from column name to text; unknown columns are dropped, missing ones empty."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), restkey="_more", restval="")
    found = []
    for row in rows:
        known = {name: str(row.get(name) or "").strip() for name in COLUMNS}
        # A sheet with one language has plain `prompt` and `answer` columns.
        for name in ("title", "prompt", "answer"):
            known[f"{name}_zh"] = known[f"{name}_zh"] or str(row.get(name) or "").strip()
        found.append({name: cell.removeprefix("'") if safe(cell[1:]) == cell else cell for name, cell in known.items()})
    return found
