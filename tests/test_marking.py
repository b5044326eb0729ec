"""Marking: what is said is found, what is denied is not, and the model answers of our banks make their own points."""

import unicodedata
from pathlib import Path

import pytest
import yaml

from study import bank
from study.marking import LONGEST, mark, suggest
from study.question import Open, Worded
from study.review import Rating

QUESTIONS = Path(__file__).parent.parent / "questions"
OURS = [q for p in sorted(QUESTIONS.glob("*.yaml")) for q in bank.read(p).questions if isinstance(q, Worded)]


def question(**point: object) -> Open:
    points = [{"id": "p1", "text": {"zh": "要点", "en": "point"}, **point}]
    return Open.model_validate({"id": "q", "title": "t", "prompt": "p", "answer": "a", "points": points})


def state(answer: str, **point: object) -> str:
    return mark(question(**point), answer).points[0].state


@pytest.mark.parametrize(
    ("alias", "answer", "expected"),
    [
        ("直方图均衡化", "我们使用直方图均衡化来增强对比度", "hit"),
        ("CDF", "利用CDF做灰度映射", "hit"),
        ("cdf", "利用ＣＤＦ做灰度映射", "hit"),
        ("CDF", "ABCDFG 是一串字母", "miss"),
        ("SVM", "classifiers such as SVMs", "hit"),
        ("直方圖均衡化", "可以用直方图均衡化来增强对比度", "hit"),
        ("直方图均衡化", "可以用直方圖均衡化來增強對比度", "hit"),
        ("累积分布", "先求累机分布", "hit"),
        ("max pooling", "then max-pooling layers", "hit"),
        ("max pooling", "then maxpooling layers", "hit"),
        ("denois", "denoising first", "hit"),
        ("regularization", "we use regularizaton", "hit"),
        ("encoder", "only a decoder", "miss"),
        ("非极大值抑制", "再做非极大直抑制", "hit"),
        ("re:双?阈值", "高低阈值", "hit"),
        ("re:batch ?norm", "在卷积后面用 Batch Norm 层让训练更稳", "hit"),
        ("16 位", "保留16位灰度", "hit"),
    ],
)
def test_an_alias_is_found_as_people_write_it(alias: str, answer: str, expected: str) -> None:
    assert state(answer, any=[alias]) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("可以增强对比度", "hit"),
        ("不能增强对比度", "maybe"),
        ("并不是不能增强对比度", "hit"),
        ("不仅增强对比度，还去噪", "hit"),
        ("不平衡的数据；增强对比度", "hit"),
        ("没有噪声，所以增强对比度", "hit"),
        ("it does not increase contrast", "maybe"),
        ("not only does it increase contrast", "hit"),
    ],
)
def test_what_is_denied_is_no_hit(answer: str, expected: str) -> None:
    assert state(answer, any=["增强对比度", "increase contrast"]) == expected


def test_every_group_must_be_said() -> None:
    groups = {"all": [["均值", "mean"], ["方差", "variance"]]}
    assert state("减均值再除以方差", **groups) == "hit"
    assert state("只减均值的话还不够", **groups) == "maybe"


def test_order_counts_within_a_sentence() -> None:
    groups = {"order": [["开运算"], ["腐蚀"], ["膨胀"]]}
    assert state("开运算先腐蚀后膨胀", **groups) == "hit"
    assert state("开运算先膨胀后腐蚀", **groups) == "maybe"


def test_a_forbidden_alias_takes_a_hit_back() -> None:
    point = {"any": ["池化"], "not": ["增加参数"]}
    assert state("池化降低分辨率", **point) == "hit"
    assert state("池化会增加参数", **point) == "maybe"


def test_keywords_alone_are_perhaps_unless_the_point_is_a_list() -> None:
    points = [{"id": f"p{i}", "text": "t", "any": [a]} for i, a in enumerate(["预处理", "特征提取", "分类"])]
    q = Open.model_validate({"id": "q", "title": "t", "prompt": "p", "answer": "a", "points": points})
    assert {m.state for m in mark(q, "预处理、特征提取、分类").points} == {"maybe"}
    assert {m.state for m in mark(q, "先做预处理让输入干净，然后特征提取得到描述，最后分类输出类别概率").points} == {
        "hit"
    }


def test_spans_point_into_the_learners_own_text() -> None:
    answer = "先用  高斯滤波（Ｇａｕｓｓｉａｎ）平滑"
    found = mark(question(any=["高斯滤波", "gaussian"]), answer).points[0]
    assert [answer[s:e] for s, e in found.spans] == ["高斯滤波", "Ｇａｕｓｓｉａｎ"]


@pytest.mark.parametrize("answer", ["", " ", "\x00\ud7ff", "a" * 50_000, "（" * 9_000, "不" * 9_000, "🙂" * 500])
def test_any_text_can_be_marked(answer: str) -> None:
    for q in OURS[:8]:
        assert len(mark(q, answer).points) == len(q.points)


def test_a_long_answer_is_read_to_the_limit_and_says_so() -> None:
    q = question(any=["高斯"])
    assert mark(q, "x" * LONGEST + "高斯").points[0].state == "miss"
    assert mark(q, "x" * LONGEST + "高斯").notes


@pytest.mark.parametrize("q", OURS, ids=lambda q: q.id)
def test_our_model_answers_make_all_their_points_and_repeat_no_mistake(q: Worded) -> None:
    for lang in ("zh", "en"):
        found = mark(q, q.answer(lang))  # type: ignore[arg-type]
        assert [m.point for m in found.points if m.state != "hit"] == []
        assert found.pitfalls == ()


@pytest.mark.parametrize("q", OURS[::6], ids=lambda q: q.id)
def test_width_case_and_spacing_change_no_verdict(q: Worded) -> None:
    answer = q.answer("zh")
    plain = mark(q, answer).hits()
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in answer)
    for same in (answer.upper(), wide, unicodedata.normalize("NFKD", answer), answer.replace("，", " ， ")):
        assert mark(q, same).hits() == plain


PITFALLS = yaml.load((Path(__file__).parent / "pitfall_sentences.yaml").read_text("utf-8"), yaml.CSafeLoader)


@pytest.mark.parametrize("case", PITFALLS, ids=lambda c: f"{c['question']}-{c['pitfall']}")
def test_signs_know_wrong_sentences_from_right_ones(case: dict[str, object]) -> None:
    q = next(q for q in OURS if q.id == case["question"])
    for kind, found in (("wrong", True), ("right", False)):
        sentences = case[kind]
        assert isinstance(sentences, list)
        assert len(sentences) >= 2
        for sentence in sentences:
            assert (case["pitfall"] in {t.pitfall for t in mark(q, sentence).pitfalls}) is found, sentence


@pytest.mark.parametrize(
    ("ticked", "rating"),
    [((), Rating.AGAIN), (("p1",), Rating.HARD), (("p1", "p2"), Rating.GOOD), (("p2",), Rating.HARD)],
)
def test_the_suggested_rating_follows_the_weight_of_the_ticks(ticked: tuple[str, ...], rating: Rating) -> None:
    points = [{"id": p, "weight": 1, "text": "t", "any": ["x"]} for p in ("p1", "p2")]
    q = Open.model_validate({"id": "q", "title": "t", "prompt": "p", "answer": "a", "points": points})
    assert suggest(q, ticked) is rating
