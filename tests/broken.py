"""Broken banks from a seed: what editors, people and attackers leave behind."""

import random
from collections.abc import Callable, Iterator

BANK = """# yaml-language-server: $schema=bank.schema.json
bank: r
title: {zh: 题库, en: Bank}
questions:
  - id: r-open
    kind: open
    source: B-07
    title: {zh: 过拟合, en: Overfitting}
    difficulty: 2
    tags: [overfitting]
    prompt: {zh: 什么是过拟合？, en: What is overfitting}
    answer:
      zh: |-
        训练误差低而测试误差高，$\\frac{1}{2}$。
        说明模型记住了噪声。
      en: |-
        The test error is high because noise is remembered.
    points:
      - id: p1
        weight: 3
        text: {zh: 测试差, en: bad on test data}
        any: [测试误差高, test error is high, 're:记住.{0,6}噪声']
        not: [不过拟合]
      - id: p2
        text: {zh: 噪声, en: noise}
        all: [[噪声, noise], [记住, remember]]
    pitfalls:
      - id: b1
        claim: {zh: 增强能治欠拟合, en: Augmentation cures underfitting}
        truth: {zh: 不能, en: It does not}
        reference: Goodfellow et al., Deep Learning, 2016
        signs: ['re:增强[^。；]{0,16}欠拟合']
    follow_ups: [{ask: {zh: 怎么办？, en: What then}, answer: {zh: 正则, en: regularise}, missed: [p1]}]
    try: [{exercise: gaussian_blur, with: {ksize: 9}, scan: ct-abdomen}]
  - id: r-choice
    kind: choice
    title: {zh: 选择, en: Choose}
    prompt: "哪个对？"
    trains: r-open
    options:
      - {text: {zh: 甲, en: A}, right: yes, why: {zh: 是, en: it is}}
      - {text: {zh: 乙, en: B}, why: {zh: 不是, en: it is not}}
  - id: r-order
    kind: order
    title: {zh: 排序, en: Order}
    prompt: {zh: 排序, en: Order}
    trains: r-open
    steps: [一, 二, 三]
    also: [[2, 1, 3]]
    why: {zh: 如此, en: so it is}
  - id: r-number
    kind: number
    title: {zh: 计算, en: Compute}
    prompt: {zh: 算, en: Compute}
    trains: r-open
    value: 3.10
    tolerance: 0.01
    solution: {zh: 算出来, en: computed}
"""

NASTY = [
    "：", "，", "\t", "　", "\u00a0", ": ", " #", "*", "&", "@", "`", "%", "!", "|", ">", "'", '"', "{", "}", "[", "]",
    ",",
    "- ", "? ", "<<: ", "---\n", "...\n", "\\", "\x00", "\x07", "\x1b", "\u2028", "\ufeff", "\u200b", "😀", "\r", "\n",
    "~", "$", "$$", "\\theta", "\"\\x", "null", "yes", "9" * 5000, "2024-13-45", "1:30", "!!python/object:os.system ",
    "&a [*a]", "re:(a+)+", "re:(", "re:[", "![x](http://x)", "<script>", "\\begin{x}", "a" * 3000, "（", "zh：", "id:x",
]  # fmt: skip


def bombs() -> list[bytes]:
    """Small files that unfold, nest or repeat without end, and large ones."""
    laughs = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1},' * 9}]\n" for n in range(1, 12))
    merges = "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 30))
    nests = [
        c * n
        for c in ("[", "{", "- ", "? ", "[{", "a: [", "{a: ", "!", "&a ", "*", "'", '"', "|", ">", "\\")
        for n in (30_000,)
    ]
    wide = ["[" + "a," * 900_000, "{" + "a: b," * 300_000, "- x\n" * 400_000, "questions:\n" + "  - x\n" * 250_000]
    wide += ["bank: x\ntitle: x\nquestions:\n  - id: a\n    kind: open\n    tags: [" + "A," * 60_000 + "]\n"]
    wide += ["bank: x\ntitle: x\nquestions:\n" + "  - {id: a, kind: open, q: 1}\n" * 20_000]
    wide += ["questions:\n" + "  - *x\n" * 60_000, "questions:\n" + "  - a: 'b\n" * 60_000]
    wide += [
        "x" * 1_900_000,
        "：" * 600_000,
        "id：" * 300_000,
        "{id：" * 200_000,
        "~a" * 900_000,
        "\n" * 1_900_000,
        "\t\n" * 900_000,
    ]
    wide += [
        "\n".join(f"k{n}: [" + "a, " * 400 + "]" for n in range(900)),
        "[" + ("[" + "a," * 4000 + "],") * 200 + "]",
    ]
    wide += ["a: b #" * 300_000, "zh： \n" * 200_000, '"\\nu' * 300_000, "a: |\n" + "  b\n" * 400_000, "a:\n" * 600_000]
    wide += ["".join(f"k{n}: v\n" for n in range(90_000)), "k: v\n" * 90_000, "\x07" * 500_000, "\u2028" * 600_000]
    text = [
        laughs,
        merges,
        *nests,
        *wide,
        "a: &a [*a]",
        "&a a: *a",
        "a: !!binary x",
        "? [a]\n: b",
        "%YAML 1.2\n---\na: b",
    ]
    raw = [
        b"",
        b"\x00" * 1000,
        b"\xff\xfe",
        b"\xfe\xff\x00",
        b"\xff" * 1000,
        bytes(range(256)) * 100,
        b"x" * 3_000_000,
        b"\xef\xbb\xbf",
    ]
    return [t.encode() for t in text] + raw


def mutants(seed: int, count: int) -> Iterator[bytes]:
    """`count` broken banks."""
    chance = random.Random(seed)
    for _ in range(count):
        text = BANK
        for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
            text = chance.choice(CHANGES)(text, chance)
        yield _saved(text, chance)


def _saved(text: str, chance: random.Random) -> bytes:
    encoding = chance.choice(["utf-8"] * 6 + ["utf-8-sig", "utf-16", "gb18030", "big5"])
    data = text.encode(encoding, "replace")
    if chance.random() < 0.1:
        return data[: chance.randrange(len(data) + 1)]
    if chance.random() < 0.1:
        at = chance.randrange(len(data) + 1)
        return data[:at] + chance.randbytes(chance.randrange(1, 9)) + data[at:]
    return data


def _insert(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(NASTY) + text[at:]


def _delete(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + text[at + chance.randrange(1, 20) :]


def _swap_lines(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return "\n".join(lines)


def _repeat(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    return "\n".join(lines[:at] + lines[at : at + chance.randrange(1, 12)] * chance.choice((2, 2, 50)) + lines[at:])


def _indent(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    lines[at] = chance.choice(("", " ", "\t", "   ", "　")) + lines[at].lstrip(" " * chance.randrange(2))
    return "\n".join(lines)


def _widen(text: str, chance: random.Random) -> str:
    found = [i for i, c in enumerate(text) if c in ":,-[]{}'\""]
    if not found:
        return text
    at = chance.choice(found)
    return (
        text[:at]
        + {":": "：", ",": "，", "-": "－", "[": "【", "]": "】", "{": "｛", "}": "｝", "'": "’"}.get(text[at], "“")
        + text[at + 1 :]
    )


def _value(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    lines[at] = (
        lines[at].split(":")[0]
        + ": "
        + chance.choice([*NASTY, "", "[]", "{}", "[[[[a]]]]", "{a: {b: {c: d}}}", "-1", "0"])
    )
    return "\n".join(lines)


def _cut(text: str, chance: random.Random) -> str:
    return text[: chance.randrange(len(text) + 1)]


CHANGES: list[Callable[[str, random.Random], str]] = (
    [_insert] * 4 + [_delete] * 2 + [_swap_lines, _repeat, _indent, _widen, _value, _cut]
)
