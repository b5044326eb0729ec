"""Whether a statement is called wrong right after it was made: 这是误区, 这种说法不成立, 其实不然, that is a myth."""

import re

STOP = r"，。；：！？,;:!?\n"
REST = rf"[^{STOP}]{{0,24}}?"  # what may still follow of the statement itself
_VIEW = "(?:说法|观点|想法|看法|结论|理解|认识|认知|做法|印象)"
_WRONG = (
    "(?:不(?:太|完全)?(?:对|成立|正确|准确)|错(?:误)?的|错了|有误|站不住脚|大错特错|没有?道理|没有?(?:这|那)回事|"
    "不是(?:这样|那样|(?:这么|那么)回事)|并非如此)"
)
_STRESS = "(?:其实|恰恰|完全|根本|显然|明显|本身|事实上|实际上|当然|是|并|都)"
_MYTH = "(?:误区|误解|误会|谬误|谬论|偏见|迷信|错误(?:的)?(?:说法|观点|想法|看法|理解|认识|做法)|错误认识)"
_SAME = rf"{REST}(?:是|属于|算是?)[^{STOP}]{{0,10}}?{_MYTH}|{REST}(?:的|这种|这个|这一)?{_VIEW}{_STRESS}*{_WRONG}|" + (
    rf"[^{STOP}]{{0,6}}?(?:都|这|这样|完全|根本)?是(?:完全)?(?:不(?:太|完全)?(?:对|成立|正确)|站不住脚)的"
)
_NEXT = (
    rf"{REST}[，,。？?；;：:] ?(?:但|可|可是|但是|不过)?(?:"
    rf"(?:这|那)(?:种|个|一|样|是|都|话|么说|么做)*{_VIEW}?{_STRESS}*(?:{_WRONG}|[^{STOP}]{{0,8}}?{_MYTH})|"
    rf"{_STRESS}*(?:不然|没有?(?:这|那)回事|并非如此|不是(?:这样|那样|(?:这么|那么)回事)|大错特错|(?:恰恰|正好|刚好|完全)相反))"
)
_EN = (
    r"(?:[^,;:!?\n]{0,60}?(?:,? which|[.;,?!] (?:that|this|it))|[^;:!?\n]{0,60}? but (?:that|this))(?: is|'s) "
    r"(?:simply |just |plainly |actually )?(?:wrong|false|incorrect|untrue|not true|not so|not the case|mistaken)|"
    r"[^,;:!?.\n]{0,60}? (?:is|are)(?: just| simply)? an? (?:\w+ )?(?:myth|misconception|fallacy|misunderstanding)"
)
_REFUTED = re.compile(rf"^(?:(?:{_SAME}|{_NEXT})(?:的|了|啊|吧)?|(?:{_EN}))(?=$|[{STOP}.])")
LOOKED_AT = 96  # characters


def refuted(after: str) -> bool:
    """Whether the text that follows a statement calls it wrong; it may begin within the statement."""
    return bool(_REFUTED.match(after))
