"""Whether what was found is denied by the words before it."""

import re

# Only words that deny what follows: 不同, 不仅, 不平衡, 识别 and the like must not.
_ZH = (
    "不能|不可以|不可|不会|不要|不必|不需要|不需|不用|不应该|不应|不该|不宜|不是|不算|不属于|"
    "并非|并不|而非|无法|没法|没有|无需|毋须|从不|未能|(?<![识区类级性鉴辨个特])别"
)
_EN = (
    r"\b(?:not|no|never|without|cannot|can't|don't|doesn't|isn't|aren't|won't|shouldn't|needn't|"
    r"rather than|instead of)\b"
)
_NEGATOR = re.compile(f"{_ZH}|{_EN}")
# "不能只看准确率", "not only": these limit, they do not deny.
_LIMITED = re.compile(r"^(?:只|仅|光|单|忽视|忽略|忘|离开| ?(?:only|just|merely|forget|ignore))")
REACH_ZH, REACH_EN = 8, 24  # characters between the denial and what it denies


def negated(text: str, start: int, clause_start: int, found: str) -> bool:
    """Whether text[start:] is denied within its clause; twice denied is affirmed."""
    if _NEGATOR.search(found):
        return False  # the alias itself is about a denial
    before = text[max(clause_start, start - REACH_EN - 12) : start]
    count = 0
    for m in _NEGATOR.finditer(before):
        gap = len(before) - m.end()
        reach = REACH_EN if m.group().isascii() else REACH_ZH
        if gap <= reach and not _LIMITED.match(before[m.end() :] + found):
            count += 1
    return count % 2 == 1
