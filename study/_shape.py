"""Whether an answer, or most of it, is a bare list of keywords: short fragments in which nobody does anything."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from study._match import Span
from study._normal import HANZI, simplified

FEWEST = 3  # fragments that make a list
MOST_OF = 0.65  # share of the answer's letters that the list must be
SAYING = 0.15  # share of a sentence's letters that says something from which it is a sentence
GLANCE = 600  # characters after which the shape of a long answer is clear
DENSE = 8  # letters to each saying word below which a sentence surely is one
LONGEST = 9  # width of a keyword: Chinese characters, a Latin word counts 2

_SENTENCE = re.compile(r"[^。；！？;!?\n]+")
_FRAGMENT = re.compile(r"[^，。；：！？、,;:!?\n/|·•→\t]+")
_PIECE = re.compile(r"\S+(?:(?<=[a-zA-Z0-9)])\s(?=[a-zA-Z0-9(])\S+)*")
_NUMBER = re.compile(r"^\s*(?:[-*•·]|[(（]?(?:\d{1,2}|[一二三四五六七八九十])[.、)）:：])\s*")
_LABEL = re.compile(r"^\s*(?:关键词|关键字|要点|答案?|keywords?)\s*[:：]\s*", re.IGNORECASE)
_ARROW = re.compile(r"\\[a-z]|[-=]>|→|≠|⇒|=|\+|>|<")
_LATIN = re.compile(r"[a-zA-Z0-9.%-]+")
_LETTER = re.compile(rf"[a-zA-Z0-9{HANZI}]")
# Words that hold a verb or a particle and are names of things all the same.
_NOUNS = re.compile(
    "提取|抽取|选取|获取|读取|转换|变换|转置|压缩|接口|画质|画像|算法|算子|运算|计算|加权|加窗|加速|去噪|去雾|去重|去标识|"
    "可解释|不确定|不平衡|不均衡|不变|无监督|非局部|非极大值|非线性|应用|调用|通用|用户|能力|性能|功能|智能|能量|会诊|"
    "社会|主要|重要|要点|需求|得分|就诊|比例|对比|比率|从零|从头|先验|再识别|做法|还原|带宽|分类|分割|看护|把手|"
    "学习|医学|科学|使用率|作用|用途|费用|信用|打分|打印|挂号|标注|标签|标准|调参|换元|被试|压力|先进|模型|到达|将来|成像|合成|生成"
)
_SAYS_ZH = re.compile(
    "是|把|让|使|会|能|可以|要|应该|必须|需要|通过|利用|采用|如果|因为|所以|由于|但|而|先|再|然后|最后|接着|之后|就|都|也|"
    "还|被|将|给|用|从|到|比|靠|拿|弄|搞|看|做|变成|成为|去|避免|防止|提高|降低|提升|减少|增加|得到|输出|只|不|没|有|没有|"
    "分成|分为|求|找|抓|喂|接|取|压|转|换|画|算|拉|扫|盯|留|挂|附|请|打|在|跟|和|与|及|或|以及|其中|比如|例如|像|叫|这|那|"
    "我|它|他|们|了|着|吗|呢|吧|啊|更|最|很|太|越|等于|属于|含|容易|导致|描述|表示|衡量|适合|擅长|保留|学|说|对(?!比|齐|抗|称)|报(?!告)|当|收(?!敛)|踢|训(?!练)|标(?!签|准|注|记|志|量)|按|调(?!参|度|制|和)|斗|归一(?!化)|送"
)
_SAYS_EN = re.compile(
    r"\b(?:is|are|was|were|be|been|the|a|an|to|we|i|you|it|they|this|that|these|those|because|so|if|when|then|uses?|used|"
    r"using|by|from|into|can|should|must|will|would|may|do|does|don't|not|has|have|had|makes?|keeps?|gives?|gets?|takes?|"
    r"trains?|goes|go|works?|helps?|means?|needs?|first|next|finally|also|such|as|which|where|what|how|why|only|than|"
    r"but|before|after|while|until|per|each|every|at|on|with|for|of)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Sentence:
    span: Span
    fragments: int
    letters: int
    saying: int  # letters of the fragments that say something

    @property
    def bare(self) -> bool:
        return self.letters > 0 and self.saying < SAYING * self.letters


def listed(answer: str) -> tuple[Span, ...]:
    """The parts of an answer that are a bare list, as spans of it; none unless they are most of it."""
    if len(answer) > 2 * GLANCE and not listed(answer[:GLANCE]):
        return ()  # who begins so long in sentences is not listing
    text = simplified(answer)
    rest = letters = len(_LETTER.findall(text))
    bare: list[_Sentence] = []
    for m in _SENTENCE.finditer(text):
        sentence = _sentence(text, m.span())
        bare += [sentence] if sentence.bare else []
        rest -= 0 if sentence.bare else sentence.letters
        if rest < MOST_OF * letters:
            return ()  # too much is said already, whatever comes
    return tuple(s.span for s in bare) if sum(s.fragments for s in bare) >= FEWEST else ()


def _sentence(text: str, span: Span) -> _Sentence:
    said = text[slice(*span)]
    letters = len(_LETTER.findall(said))
    if len(_SAYS_ZH.findall(_NOUNS.sub("·", said))) * DENSE > letters:
        return _Sentence(span, 1, letters, letters)
    pieces = [piece for fragment in _fragments(said) for piece in _pieces(fragment)]
    sized = [(piece, n) for piece in pieces if (n := len(_LETTER.findall(piece)))]
    whole = sum(n for _, n in sized)
    shown = len(sized) > 1 and _ARROW.search(said)
    saying = whole if shown else sum(n for piece, n in sized if _says(piece))
    # "dropout L2 augmentation early stopping": Latin keywords are also set off by blanks alone
    return _Sentence(span, sum(max(1, len(_LATIN.findall(piece)) // 2) for piece, _ in sized), whole, saying)


def _fragments(sentence: str) -> Iterator[str]:
    plain = _LABEL.sub("", _NUMBER.sub("", sentence))
    yield from (_NUMBER.sub("", m.group()) for m in _FRAGMENT.finditer(plain))


def _pieces(fragment: str) -> list[str]:
    """A fragment as it is, or by its blanks when none of its pieces says anything strong."""
    pieces = [m.group() for m in _PIECE.finditer(fragment)]
    return pieces if len(pieces) > 2 and sum(map(_says, pieces)) * 5 < len(pieces) else [fragment]


def _says(piece: str) -> bool:
    if _SAYS_EN.search(piece) or _SAYS_ZH.search(_NOUNS.sub("·", piece)):
        return True
    return _width(piece) > LONGEST and bool(re.search(f"[{HANZI}]", piece))


def _width(piece: str) -> int:
    return 2 * len(_LATIN.findall(piece)) + len(re.findall(f"[{HANZI}]", piece))
