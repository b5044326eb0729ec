"""What the log says about questions: counted by hand."""

from dataclasses import replace

from study.numbers import numbers
from study.question import Open
from study.review import Rating, Review
from study.suggestion import suggestions
from tests.reviews import review

QUESTION = Open.model_validate(
    {
        "id": "q1",
        "title": "过拟合",
        "prompt": "什么是过拟合？",
        "answer": "……",
        "points": [
            {"id": "p1", "text": {"zh": "训练好，测试差", "en": "good in training, bad in test"}, "any": ["测试差"]},
            {"id": "p2", "text": {"zh": "用正则化", "en": "use regularisation"}, "any": ["正则"]},
        ],
    }
)


def said(answer: str, ticked: tuple[str, ...], by_us: tuple[str, ...], **more: object) -> Review:
    return replace(review("q1", ticked=ticked, answer=answer), ticked_by_us=by_us, **more)  # type: ignore[arg-type]


def test_numbers_are_counted_per_question_and_point() -> None:
    log = [
        said("甲", ("p1",), (), rating=Rating.AGAIN, seconds=10.0),
        said("乙", ("p1", "p2"), ("p1",), rating=Rating.GOOD, seconds=30.0),
        said("丙", (), ("p2",), rating=Rating.GOOD, seconds=80.0, learner="eve"),
        review("other"),
    ]
    n = numbers(log, {"q1": ("p1", "p2")})["q1"]
    assert (n.times, n.learners, n.ratings, n.seconds) == (3, 2, (1, 0, 2, 0), 30.0)
    assert n.missed == {"p1": 1, "p2": 2}
    assert n.added == {"p1": 1, "p2": 1}
    assert n.removed == {"p2": 1}
    assert n.corrected == 3
    assert n.forgotten == 1 / 3


def test_an_id_that_is_no_point_any_more_is_passed_over() -> None:
    n = numbers([said("甲", ("gone",), ("gone2",))], {"q1": ("p1",)})["q1"]
    assert n.corrected == 0
    assert n.missed == {"p1": 1}


def test_what_several_learners_wrote_becomes_a_candidate_with_its_count() -> None:
    log = [
        said("它把训练集背下来了，换个医院就不行", ("p1",), ()),
        said("模型只会背下来，泛化不行", ("p1",), ()),
        said("加 dropout 之类", (), ()),
    ]
    (found,) = suggestions(QUESTION, log)
    assert (found.point, found.missed) == ("p1", 2)
    assert (found.candidates[0].words, found.candidates[0].answers) == ("背下来", 2)
    assert any(c.answers == 1 for c in found.candidates)


def test_words_that_others_use_without_the_point_are_no_candidate() -> None:
    log = [
        said("模型背答案", ("p1",), ()),
        said("模型死记", ("p1",), ()),
        said("模型很大", (), ()),
        said("模型很深", (), ()),
    ]
    (found,) = suggestions(QUESTION, log)
    assert "模型" not in [c.words for c in found.candidates]


def test_what_the_marking_finds_by_now_is_no_longer_suggested() -> None:
    assert suggestions(QUESTION, [said("训练好但测试差", ("p1",), ())]) == ()


def test_a_tick_taken_back_names_the_words_that_were_taken_for_the_point() -> None:
    (found,) = suggestions(QUESTION, [said("正则表达式可以匹配文本，很好用", (), ("p2",))])
    assert (found.point, found.missed) == ("p2", 0)
    assert [(c.words, c.answers) for c in found.wrong] == [("正则", 1)]
