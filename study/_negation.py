"""Whether what was found is denied where it stands: by words before it, by words after it, and how far those reach."""

import re
from dataclasses import dataclass
from functools import lru_cache

from study._refuted import LOOKED_AT, refuted

CLAUSE_END = r"，。；：！？、,;:!?\n"
REACH_ZH, REACH_EN, REACH_SHORT, REACH_WIDE = 8, 24, 2, 40  # characters between the denial and what it denies

_LONG_ZH = (
    "不能|不可以|不可|不会|不要|不必|不需要|不需|不用|不应该|不应|不该|不宜|不是|不算|不属于|不建议|不推荐|不做|不加|不存在(?![时的了就会，,])|谈不上|算不上|称不上|绝不|决不|不考虑|"
    "没人(?!工)|何必|哪里?(?:需要|有必要|用得着|用)|我不(?:懂|知道|清楚|了解|记得)|"
    "并非|并不|而非|无法|没法|没有|没必要|无需|毋须|从不|未能|(?<![识区类级性鉴辨个特分判])别(?!的|人|处|说|看|提)"
)
# One character denies only what stands right behind it, and not inside other words: 不同, 差不多, 没准, 离不开.
_SHORT_ZH = (
    "(?<![差要了])不(?![仅光只但同平断变妨如够足均良清少管论然过错至易稳一连规敏开了到出上下起掉住好动完得着])|"
    "没(?![准事错见碰看多几什问])|未(?=做|进行|经|加|用)|跳过|省掉|省略|省去|取消|放弃|关掉|停用(?!词)"
)
_EN = (
    r"\b(?:not|no|never|without|cannot|can't|don't|doesn't|isn't|aren't|won't|shouldn't|needn't|neither|nor|"
    r"skip|skipping|rather than|instead of)\b"
)
# What somebody wrongly believes, and what the speaker does not: all of what follows in the clause.
_BELIEF = (
    "误以为|误认为|错误地?(?:以为|认为)|(?<!谁)(?:我|并|都)不(?:认为|觉得|相信)|我(?:反对|不(?:同意|赞成|赞同))|"
    r"\b(?:(?:wrongly|mistakenly|falsely) (?:believe|think|thinks|assume|say|said)\w*|disagree (?:with|that)|"
    r"(?:mistake|wrong|misconception|myth|fallacy) (?:to|that)|nothing to do with|no such thing as)\b"
)
_NEGATOR = re.compile(f"(?P<belief>{_BELIEF})|(?P<long>{_LONG_ZH})|(?P<short>{_SHORT_ZH})|(?P<en>{_EN})")
_REACH = {"belief": REACH_WIDE, "long": REACH_ZH, "short": REACH_SHORT, "en": REACH_EN}
# "不能只看准确率", "别忘了", "not only": these limit or remind, they do not deny.
_LIMITED = re.compile(r"^(?:只|仅|光|单|忽视|忽略|忘|漏|少|离开|小看| ?(?:only|just|merely|forget|ignore))")
# 不用标注就能训练, 不是增强而是去噪, not X but Y: the denial ends here.
_SCOPE_END = re.compile(r"就|也|还(?!原)|但|却|而|所以|因此|(?<![正规])则|才|仍|照样|\b(?:but|because|so|we|you)\b")
_BELIEF_END = re.compile(r"但|却|而(?!且)|\b(?:but|because)\b")
# 如果不去噪, 不去噪的话, 不去噪会…: a reason for it, no denial; 不需要 and 不用 are never such reasons.
_REASON = re.compile(r"不|没|没有|不做|不加|without")
_IF_BEFORE = re.compile(r"如果|要是|若|假如|万一|一旦|\bif\b")
_IF_AFTER = re.compile(rf"^[^{CLAUSE_END}]{{0,6}}?(?:就(?!能|可|行|好)|会(?!更)|的话|的道理|不行|容易|导致|等于)")
# What an alias must hold to speak of a denial itself; in a pattern it may be taken apart: [不没]有.
_NEGATIVE = re.compile(r"[不没无未别非]|n't|\b(?:not?|never|without)\b")
_EXCLUDED = re.compile(r"\[\^[^\]]*\]|\(\?<?![^)]*\)")
_OWN = re.compile(r"^re:.*(?:不(?!同|平衡|均|一致|确定)|没|无(?!监督|标|参考|关)|未(?!标|来)|not|n't|\bno\b)")
_FILLER = (
    "(?:这一步|这步|这些|什么的|所以|因此|也|都|就|完全|根本|其实|是|并|倒|反而|已经|现在|通常|一般|两种情况|性|化|函数|层|"
    "方面|这块|本身|可以)"
)
_NEEDLESS = (
    "(?:不需要|不必|不用|没必要|没有必要|没用|没有用|无用|不重要|没有关系|没有任何关系|不是问题|不成问题|可以省|可有可无|多余|无所谓|没关系|没意义|没有意义|毫无意义|没什么用|过时|会破坏|错的|不推荐|不建议|"
    "不做|不加|不要|淘汰|算了|免了|(?:应当|应该|可以)跳过)"
)
_AFTER = re.compile(
    rf"^(?:[^{CLAUSE_END}]{{0,12}}(?:[，,]|(?=所以|因此))(?={_FILLER}{{0,4}}[不没应可]))?"
    rf"{_FILLER}{{0,4}}{_NEEDLESS}(?:做|用|的|了|管|考虑|掉|处理|加|看)*(?=$|[{CLAUSE_END}])|"
    r"^(?: (?:step|steps|itself|really|also|usually|simply|is|are|was|were|isn't|aren't|not))+ "
    r"(?:needed|necessary|required|unnecessary|useless|pointless|irrelevant|obsolete|outdated|unimportant|worth)"
)
# The same further off, for words that can mean nothing else: X 随便分就好, X 没做过, X I have never touched.
_DISMISSED = (
    "没(?:有)?用|用不上|就不(?:做|考虑|用|要)了|"
    "没(?:有)?(?:做|处理|研究|接触|用|碰|算|画|试|学|弄|考虑|关注|听说)过|没(?:有)?(?:了解|研究|接触)|不太(?:清楚|了解|懂|会)|"
    "不了解|记不清|不归[^,，。;；]{1,4}管|用不着|没(?:有)?必要|没(?:有)?意义|没什么(?:意义|用|影响)|没用处|多此一举|多余|"
    "不影响|没(?:有)?影响|无所谓|没(?:有)?(?:任何|什么)?关系|不要紧|不是(?:什么)?大?问题|随便[^,，。;；]{0,4}(?:就好|就行|都行|即可)|"
    "不用(?:管|单独管|分开|区分|理会|在意|担心|考虑|核对|检查|处理|单独处理)|不需要(?:考虑|处理|区分|核对|检查)|"
    "(?:可以|能)(?:省掉|省略|省去|不用|不做|不看|不管|跳过)"
)
_DISMISSED_EN = (
    r"(?:(?:i|we) )?(?:have |had |'ve )?(?:never|not|haven't) (?:touched|done|dealt|used|tried|studied|looked|worked)|"
    r"(?:is|are) (?:not |never )(?:needed|necessary|required|important|worth)|"
    r"(?:isn't|aren't) (?:needed|necessary|required|important)|"
    r"(?:is|are) (?:useless|pointless|unnecessary|irrelevant|needless)|"
    r"can be (?:skipped|left out|dropped|ignored)|(?:does not|doesn't|do not|don't) matter|needn't"
)
_FAR_AFTER = re.compile(
    rf"^[^{CLAUSE_END}]{{0,12}}?(?:[，,]{_FILLER}{{0,3}}|、[^{CLAUSE_END}]{{1,8}})?"
    rf"(?:{_DISMISSED})(?:了|的|吧|啊)?(?=$|[{CLAUSE_END}.])|"
    rf"^[^{CLAUSE_END}.]{{0,24}}?\b(?:{_DISMISSED_EN})"
)
_NEEDED = re.compile(
    r"(?: (?:step|steps|itself|really|also|usually|simply|is|are|was|were))+ (?:needed|necessary|required|worth)"
)


@dataclass(frozen=True, slots=True)
class Place:
    """What was found and the clause around it, in one text."""

    text: str
    start: int
    end: int
    clause_start: int


def negated(place: Place, alias: str) -> bool:
    """Whether it is denied; twice denied is affirmed. An alias that itself speaks of a denial is never denied."""
    found = place.text[place.start : place.end]
    if _speaks_of_denial(alias) and _NEGATIVE.search(found):
        return False
    after = place.text[place.end : place.end + LOOKED_AT]
    before = place.text[max(place.clause_start, place.start - REACH_WIDE - 24) : place.start]
    count = sum(_denies(m, before, found, after) for m in _NEGATOR.finditer(before))
    denials = count + _denied_inside(found)
    if denials % 2 == 0 and count == 0:
        denials = int(_denied_after(after))
    return (denials + refuted(after)) % 2 == 1


@lru_cache(maxsize=20_000)
def _speaks_of_denial(alias: str) -> bool:
    wanted = _EXCLUDED.sub("", alias)
    return bool(_OWN.match(wanted) or _NEGATOR.search(wanted))


def _denied_inside(found: str) -> int:
    """How often a pattern with a gap, as 医生…复核, has caught a denial of its end: 医生不必复核."""
    return sum(
        len(between := found[m.end() :]) <= _REACH[str(m.lastgroup)] + (m.lastgroup == "short")
        and not re.search(f"[{CLAUSE_END}]", between)
        and not _LIMITED.match(between)
        and not _SCOPE_END.search(between)
        for m in _NEGATOR.finditer(found)
    )


def _denies(m: re.Match[str], before: str, found: str, after: str) -> bool:
    between = before[m.end() :]
    ends = _BELIEF_END if m.lastgroup == "belief" else _SCOPE_END
    if len(between) > _REACH[str(m.lastgroup)] or _LIMITED.match(between + found) or ends.search(between):
        return False
    return not _either_or(m, before, found) and not _is_reason(m, before, after)


def _either_or(m: re.Match[str], before: str, found: str) -> bool:
    """能不能, 有没有, 是不是: a question."""
    verb = (m.group() + before[m.end() :] + found)[1:2]
    return m.start() > 0 and before[m.start() - 1] == verb


def _is_reason(m: re.Match[str], before: str, after: str) -> bool:
    if not _REASON.fullmatch(m.group()):
        return False
    if m.group() == "without":
        return not before[: m.start()].strip()
    return bool(_IF_BEFORE.search(before[: m.start()]) or _IF_AFTER.match(after))


def _denied_after(after: str) -> bool:
    return bool((m := _AFTER.match(after)) and not _NEEDED.fullmatch(m.group())) or bool(_FAR_AFTER.match(after))
