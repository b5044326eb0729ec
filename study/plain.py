"""A question as plain parts, the same for every way out: what is asked, what is answered, what it is about."""

from dataclasses import dataclass

from study.question import Choice, Number, Order, Picture, Question, Worded
from study.text import Lang, Text

POINTS = Text("要点", "Points")
PITFALLS = Text("常见误区", "Popular mistakes")
SOLUTION = Text("解答", "Solution")
LOOK = Text("（看图题：请在应用里作答）", "(picture question: answer it in the app)")
STEPS = Text("把下列步骤排成正确顺序：", "Put these steps in the right order:")


@dataclass(frozen=True, slots=True)
class Plain:
    """Both sides of a question as Markdown in one language."""

    id: str
    bank: str
    kind: str
    title: str
    prompt: str
    answer: str
    tags: tuple[str, ...]


def plain(q: Question, bank: str, lang: Lang) -> Plain:
    """The question without anything that only the app can do."""
    return Plain(q.id, bank, q.kind, q.title(lang), _prompt(q, lang), _answer(q, lang), (bank, q.kind, *q.tags))


def _prompt(q: Question, lang: Lang) -> str:
    match q:
        case Choice():
            return f"{q.prompt(lang)}\n\n" + _listed([o.text(lang) for o in q.options], "ABCDEFGH")
        case Picture():
            return f"{q.prompt(lang)}\n\n{LOOK(lang)}\n\n" + _listed([o.text(lang) for o in q.options], "ABCDEFGH")
        case Order():
            # sorted: an order that does not give the right one away, and the same at each export
            return f"{q.prompt(lang)}\n\n{STEPS(lang)}\n\n" + "\n".join(
                f"- {s}" for s in sorted(s(lang) for s in q.steps)
            )
        case _:
            return q.prompt(lang)


def _answer(q: Question, lang: Lang) -> str:
    match q:
        case Worded():
            parts = [q.answer(lang), f"**{POINTS(lang)}**", "\n".join(f"- {p.text(lang)}" for p in q.points)]
            if q.pitfalls:
                wrong = [f"- ✗ {p.claim(lang)}\n  ✓ {p.truth(lang)} ({p.reference})" for p in q.pitfalls]
                parts += [f"**{PITFALLS(lang)}**", "\n".join(wrong)]
            return "\n\n".join(parts)
        case Choice() | Picture():
            marks = {"yes": "✓", "no": "✗"}
            return _listed([f"{marks[o.right]} {o.text(lang)}: {o.why(lang)}" for o in q.options], "ABCDEFGH")
        case Order():
            return "\n".join(f"{n}. {s(lang)}" for n, s in enumerate(q.steps, 1)) + f"\n\n{q.why(lang)}"
        case Number():
            unit = f" {q.unit(lang)}" if q.unit else ""
            slack = f" ± {q.tolerance}" if float(q.tolerance) else ""
            return f"**{q.value}{unit}{slack}**\n\n{q.solution(lang)}"


def _listed(items: list[str], names: str) -> str:
    return "\n".join(f"- **{name}** {item}" for name, item in zip(names, items, strict=False))
