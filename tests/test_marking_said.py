"""What counts as said: together, in sentences, on the topic, and not taken back in the same breath."""

from pathlib import Path

import pytest

from study import bank
from study.marking import DENIED, ELSEWHERE, FAR, LISTED, TRAPPED, mark
from study.question import Open, Worded

OURS = [
    q
    for p in sorted((Path(__file__).parent.parent / "questions").glob("*.yaml"))
    for q in bank.read(p).questions
    if isinstance(q, Worded)
]


def asked(*points: dict[str, object], **more: object) -> Open:
    whole = [{"id": f"p{i}", "text": "要点", **p} for i, p in enumerate(points, 1)]
    return Open.model_validate({"id": "q", "title": "t", "prompt": "p", "answer": "a", "points": whole, **more})


def state(answer: str, **point: object) -> str:
    return mark(asked(point), answer).points[0].state


BOTH = {"all": [["均值", "mean"], ["方差", "variance"]]}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("减均值，再除以方差。", "hit"),
        ("先减均值。再除以方差。", "hit"),
        ("方差先算好，均值也减掉", "hit"),
        ("先减均值。图像要转成灰度。再除以方差。", "maybe"),  # a sentence in between
        ("先减均值，" + "然后做许多别的事情" * 8 + "再除以方差", "maybe"),
        ("均值好算。" + "中间隔了很多别的话。" * 4 + "这里减均值，除以方差。", "hit"),  # the second time it is together
        ("subtract the mean of the whole training set and then divide by the variance", "hit"),
        ("the mean " + "and many other words " * 8 + "and the variance", "maybe"),
    ],
)
def test_groups_must_be_said_together(answer: str, expected: str) -> None:
    assert state(answer, **BOTH) == expected


def test_any_with_all_must_be_said_together_too() -> None:
    point = {"any": ["归一化"], "all": [["均值"]]}
    assert state("归一化就是减均值", **point) == "hit"
    far = mark(asked(point), "归一化很重要。中间说别的。再说别的。最后减均值。").points[0]
    assert (far.state, far.why) == ("maybe", FAR)


KEYS = [
    {"any": [zh, en]}
    for zh, en in (
        ("过拟合", "overfit"),
        ("正则", "regular"),
        ("丢弃", "dropout"),
        ("早停", "early stop"),
        ("二范数", "l2"),
    )
]


@pytest.mark.parametrize(
    "answer",
    [
        "过拟合、正则、L2、dropout、早停",
        "过拟合 正则 L2 dropout 早停",
        "过拟合/正则/L2/dropout/早停",
        "过拟合\n正则\nL2\ndropout\n早停",
        "过拟合,正则,L2,dropout,早停",
        "1. 过拟合\n2. 正则\n3. L2\n4. dropout\n5. 早停",
        "1）过拟合；2）正则；3）L2；4）dropout；5）早停",
        "- 过拟合\n- 正则\n- L2\n- dropout\n- 早停",
        "overfitting regularization l2 dropout early stopping gpu transformer augmentation",
        "Overfitting, regularization, L2, dropout, early stopping",
        "關鍵詞：過擬合，正則，L2，dropout，早停",
        "过拟合 正则 L2 dropout 早停 GPU transformer 不确定度 数据",
    ],
)
def test_a_bare_enumeration_is_perhaps(answer: str) -> None:
    found = mark(asked(*KEYS), answer)
    assert {m.state for m in found.points} == {"maybe"}
    assert {m.why for m in found.points} == {LISTED}
    assert found.notes


def test_a_list_that_is_most_of_an_answer_is_perhaps_but_its_sentence_counts() -> None:
    answer = "过拟合就是训练好、测试差。正则、L2、dropout、早停、增强、集成、迁移学习、蒸馏、剪枝"
    assert [m.state for m in mark(asked(*KEYS), answer).points] == ["hit", "maybe", "maybe", "maybe", "maybe"]


def test_a_point_that_is_a_list_may_be_listed() -> None:
    points = [{**k, "list": True} for k in KEYS]
    assert {m.state for m in mark(asked(*points), "过拟合、正则、L2、dropout、早停").points} == {"hit"}


@pytest.mark.parametrize(
    "answer",
    [
        "先去噪再分割",
        "先去噪，再分割，最后分类",
        "去噪用高斯，分割用阈值",
        "常用的步骤有去噪、分割、分类",
        "去噪、分割、分类这三步都要做",
        "把图去噪 然后分割 分类",
        "denoising keeps segmentation clean",
        "denoising with a median filter, segmentation, classification",
        "steps are denoising, segmentation, classification",
        "去噪让边缘干净，分割得到区域，分类给出结果",
        "去噪",
        "去噪 -> 提升 SNR，方便分割",
        "流程：去噪（高斯），只在训练集上调参数，分割要看 Dice",
        "几家医院收数据，坏图踢掉。去噪，按病人分组训，早停。",
        "去噪开窗归一；卷积池化接分类头；验证集调，测试集报 AUC。",
    ],
)
def test_a_terse_sentence_is_no_list(answer: str) -> None:
    assert state(answer, any=["去噪", "denoising"]) == "hit"


CLEAR = {"any": ["去噪", "denoising"]}


@pytest.mark.parametrize(
    "answer",
    [
        "先去噪",
        "不仅要去噪，还要增强",
        "不光去噪，还增强",
        "识别之前去噪",
        "级别高的图去噪",
        "不同的图去噪方法一样",
        "类别不平衡时去噪照做",
        "没有不去噪的道理",
        "不能不去噪",
        "并不是增强而是去噪",
        "不是增强，是去噪",
        "不是增强而是去噪",
        "能不能去噪要看噪声大小",
        "有没有去噪差别很大",
        "别忘了去噪",
        "离不开去噪",
        "少不了去噪这一步",
        "如果不去噪，边缘全是假的",
        "不去噪的话边缘全是假的",
        "不去噪会让边缘变多",
        "没有去噪就会有很多假边缘",
        "不用标注也能去噪",
        "不需要配对数据就能去噪",
        "别的不说，去噪要做",
        "没准要去噪",
        "not only denoising but also contrast",
        "it is not contrast but denoising that matters",
        "rather than contrast, denoising matters",
        "instead of contrast we start with denoising",
        "without denoising, edges are everywhere",
        "do not forget denoising",
        "去噪不影响诊断才算做好了",
        "去噪要做，多余的边也就没了",
        "去噪之后不用再管噪点怎么来的",
        "去噪做不做区别不小",
        "去噪，没做过的人会忘掉留原图",
        "没人工标注时也要去噪",
        "去噪没有用到标签",
        "denoising comes first, contrast I have never used",
        "denoising matters, and the rest is useless",
    ],
)
def test_what_is_not_denied_counts(answer: str) -> None:
    assert state(answer, **CLEAR) == "hit"


@pytest.mark.parametrize(
    "answer",
    [
        "不去噪",
        "不做去噪",
        "没去噪",
        "没做去噪",
        "别去噪",
        "不用去噪",
        "不是去噪而是增强",
        "并不是去噪，而是增强",
        "是增强而不是去噪",
        "去噪不需要",
        "去噪这一步没必要",
        "去噪，完全没必要",
        "去噪其实是多余的",
        "跳过去噪",
        "两种情况都不建议去噪",
        "去噪会让图变脏，不建议用",
        "contrast rather than denoising",
        "contrast instead of denoising",
        "denoising is not needed",
        "we skip denoising",
        "there is no need for denoising",
        "去噪就算了",
        "去噪会改变灰度，应当跳过",
        "去噪太慢所以不加",
        "去噪也不需要处理",
        "去噪这块没做过",
        "去噪我没研究过",
        "去噪那部分不太清楚",
        "去噪随便做做就行",
        "去噪有没有都不影响",
        "去噪做得好坏没什么影响",
        "去噪跟增强不用区分",
        "去噪这一步可以省掉",
        "去噪怎么做，用不着",
        "去噪没有用",
        "去噪在这里用不上",
        "去噪就不做了",
        "绝不去噪",
        "没人会去噪",
        "何必去噪",
        "哪里需要去噪",
        "我不懂去噪",
        "不考虑去噪",
        "denoising I have never done",
        "denoising and the like are not needed",
        "denoising or not does not matter",
        "the denoising part can be skipped",
    ],
)
def test_what_is_denied_is_perhaps(answer: str) -> None:
    found = mark(asked(CLEAR), answer).points[0]
    assert (found.state, found.why) == ("maybe", DENIED)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("医生最后复核", "hit"),
        ("医生不必复核", "maybe"),
        ("医生就不需要再复核了", "maybe"),
        ("医生不只看图，还要复核", "hit"),
        ("医生不忙的时候都会去看并复核", "hit"),
        ("医生没有漏掉，也复核过", "hit"),
    ],
)
def test_a_denial_in_the_gap_of_a_pattern_denies_what_it_ends_with(answer: str, expected: str) -> None:
    assert state(answer, any=["re:医生.{0,14}复核"]) == expected


def test_a_pattern_that_speaks_of_a_denial_is_not_denied_by_it() -> None:
    assert state("注意力不等于解释", any=["re:注意力.{0,3}不(等于|是).{0,3}解释"]) == "hit"
    assert state("不可能是病变", any=["re:可能是病变|病变.{0,3}不能删"]) == "maybe"
    assert state("个体之间不区分", any=["re:个体.{0,4}[不没]区分"]) == "hit"


def test_a_mistake_repeated_in_the_same_breath_makes_a_hit_perhaps() -> None:
    pitfall = {"id": "x", "claim": "c", "truth": "t", "reference": "r", "signs": ["模型太简单"]}
    q = asked({"any": ["过拟合"]}, pitfalls=[pitfall])
    found = mark(q, "过拟合是因为模型太简单").points[0]
    assert (found.state, found.why) == ("maybe", TRAPPED)
    assert mark(q, "过拟合是模型把噪声也背下来了。欠拟合是模型太简单。").points[0].state == "hit"


RETRIEVAL = (
    "检索系统先用网络把每张图压成一个 256 维向量，用三元组损失训练，让同病的靠近、不同病的远离；"
    "库里的向量建 HNSW 索引，来一张新图就查最近的十张返回给医生参考，用 Recall@10 来评价。"
)


def test_a_chance_hit_in_an_answer_about_something_else_is_perhaps() -> None:
    texts = [q for q in OURS if q.id in ("trust-privacy-measures", "vision-image-retrieval")]
    for q in texts:
        lone = q.model_copy(update={"points": (q.points[0].model_copy(update={"any": ("医生",)}), *q.points[1:])})
        found = mark(lone, RETRIEVAL).points[0]
        elsewhere = q.id == "trust-privacy-measures"
        assert (found.state, found.why) == (("maybe", ELSEWHERE) if elsewhere else ("hit", None))


def test_a_question_with_few_words_of_its_own_judges_no_topic() -> None:
    assert mark(asked({"any": ["医生"]}, {"any": ["病理"]}, {"any": ["随访"]}), RETRIEVAL).hits() == ("p1",)
