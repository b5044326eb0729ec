"""What an editor shows beside each key of a bank."""

from study.text import Text

SAID = Text(
    "一段文字（两种语言相同时），或 {zh: ..., en: ...}",
    "One text that stands for both languages, or {zh: ..., en: ...}",
)

KINDS = {
    "Open": Text("开放题：用自己的话回答，逐点批改", "Answered in one's own words, marked point by point"),
    "Code": Text("编程题：先讲思路，再写函数", "A coding problem: talked through, then written as a function"),
    "Choice": Text("选择题：一个或几个正确", "One or several options are right"),
    "Order": Text("排序题：把步骤排好", "Put the steps in order"),
    "Number": Text("计算题：答一个数", "Compute a number"),
    "Picture": Text(
        "看图题：这张图是哪个练习或哪组参数做出来的", "Which exercise, or which setting, made this picture"
    ),
}

_ID = Text(
    "小写字母、数字、连字符。永远不要改：学习记录跟着它走",
    "Lower-case words joined by hyphens. Never change it: histories hang on it",
)
_REASON = Text("为什么", "Why")
_ASKED = {
    "id": _ID,
    "kind": Text("题型", "The kind of question"),
    "title": Text("短标题，用于列表", "A short title for lists"),
    "prompt": Text("题干，可用 Markdown 和 $LaTeX$", "What is asked; Markdown and $LaTeX$"),
    "difficulty": Text("难度：1 基础，2 常见，3 深入", "1 basic, 2 usual, 3 deep"),
    "tags": Text("标签，写法同 id", "Tags, written like ids"),
    "similar": Text("相近题目的 id", "Ids of similar questions"),
    "try": Text("在实验室里动手试", "Ways into the lab"),
    "deprecated": Text("yes：不再出题，但保留学习记录", "yes: no longer asked, kept for its history"),
}
_WORDED = _ASKED | {
    "source": Text("来自文章的哪一条，如 B-07", "The item of the article it came from, like B-07"),
    "answer": Text(
        "参考答案：一流候选人会怎么说；必须命中每个要点", "What a top candidate would say; it must hit every point"
    ),
    "points": Text("要点：好答案会说到的事", "What a good answer says"),
    "pitfalls": Text("常见误区", "Popular mistakes"),
    "follow_ups": Text("追问", "What an interviewer asks next"),
}
_TRAINS = Text("它练习的开放题的 id", "The id of the open question that it drills")
_OPTIONS = Text("选项", "The options")

FIELDS: dict[str, dict[str, Text]] = {
    "Bank": {
        "bank": Text("题库 id，最好与文件名相同", "The id of the bank, best the name of the file"),
        "title": Text("题库名称", "The name of the bank"),
        "topic": Text(
            "归入另一题库的主题；不写则自成一个主题", "The bank whose topic it belongs to; left out: its own"
        ),
        "questions": Text("题目", "The questions"),
    },
    "Open": _WORDED,
    "Code": _WORDED | {"solution": Text("参考解与判题材料", "The reference solution and what the judge needs")},
    "Choice": _ASKED
    | {
        "trains": _TRAINS,
        "options": _OPTIONS,
        "reference": Text("出处：作者、题名、刊物、年份", "Where it stands: authors, title, venue, year"),
    },
    "Order": _ASKED
    | {
        "trains": _TRAINS,
        "steps": Text("步骤，按正确顺序写", "The steps, written in a right order"),
        "also": Text("其他正确顺序，如 [2, 1, 3]", "Other right orders, like [2, 1, 3]"),
        "why": _REASON,
    },
    "Number": _ASKED
    | {
        "trains": _TRAINS,
        "value": Text("正确的数，十进制", "The right number, a decimal numeral"),
        "tolerance": Text("允许的误差", "How far off still counts"),
        "unit": Text("单位", "The unit"),
        "solution": Text("一步步的解法", "Worked, step by step"),
    },
    "Picture": _ASKED
    | {"trains": _TRAINS, "shows": Text("用哪个练习和参数生成图", "What makes the picture"), "options": _OPTIONS},
    "Point": {
        "id": Text("要点 id，永远不要改", "The id of the point; never change it"),
        "level": Text("core：必须说到；expert：加分", "core: has to be said; expert: makes it excellent"),
        "weight": Text("权重 1 到 5", "Its weight, 1 to 5"),
        "text": Text("要点本身，一句话", "The point in one sentence"),
        "any": Text("任一说法出现即命中；`re:` 后是正则", "Any of these hits; a regular expression after `re:`"),
        "all": Text("几组说法，每组都要命中一个", "Several groups, each of which must be hit"),
        "order": Text("几组说法，要在同一句里按此顺序出现", "Several groups, in this order within one sentence"),
        "not": Text("出现这些说法就不算命中", "With any of these it does not count"),
        "hint": Text("没说到时的提示", "A hint for when it was missed"),
        "list": Text("yes：要点本身就是列举，只列关键词也算", "yes: bare keywords are a full answer to this point"),
    },
    "Pitfall": {
        "id": Text("误区 id，永远不要改", "The id of the pitfall; never change it"),
        "claim": Text("人们常说的错话", "What people say"),
        "truth": Text("事实是什么", "What is true"),
        "reference": Text("出处：作者、题名、刊物、年份", "Where it stands: authors, title, venue, year"),
        "signs": Text("回答里暴露这个误区的说法", "Aliases that give it away in an answer"),
    },
    "FollowUp": {
        "ask": Text("追问", "The question"),
        "answer": Text("答案", "The answer"),
        "missed": Text("漏了这些要点时优先追问", "Asked first when one of these points was missed"),
    },
    "Try": {
        "exercise": Text("练习名，如 gaussian_blur", "The exercise, like gaussian_blur"),
        "with": Text("参数，如 {ksize: 9}", "Its knobs, like {ksize: 9}"),
        "scan": Text("示例影像的 id", "The id of a sample scan"),
    },
    "Option": {
        "text": Text("选项文字", "The option"),
        "right": Text("yes：这个选项正确", "yes: this option is right"),
        "why": Text("为什么对或错", "Why it is right or wrong"),
    },
    "Solution": {
        "function": Text("函数签名", "The signature of the function"),
        "limits": Text("输入范围与限制", "What goes in, and limits"),
        "examples": Text("例子", "Examples"),
        "hints": Text("三步提示，由浅到深", "Three hints, each giving away more"),
        "reference": Text("参考解代码", "The code of the reference solution"),
        "cost": Text("时间与空间复杂度", "Time and memory"),
    },
    "Example": {"call": Text("调用", "The call"), "gives": Text("结果", "What it gives")},
    "Text": {"zh": Text("中文", "Chinese"), "en": Text("英文", "English")},
}
