"""Every word the Banks page says."""

from study.text import Text

TITLE = Text("题库", "Banks")
LEAD = Text(
    "题库是 {folder} 里的 YAML 文件。用任何编辑器改，保存后一秒内就到所有打开的页面上；"
    "有错的文件不会上线，线上保留它上一个好的版本。",
    "The banks are the YAML files in {folder}. Edit them in any editor: a saved file is on every open page within a "
    "second; a broken one never is, its last good version stays.",
)
READ_ONLY = Text(
    "这是多人共用的服务器，这里只能看。学习者写的话不会显示给别人。",
    "This server is shared, so this page is for reading only. What learners wrote is not shown to others.",
)
VIEWS = {
    "files": Text("文件与检查", "Files and checks"),
    "preview": Text("查找与预览", "Find and preview"),
    "numbers": Text("数据", "Numbers"),
    "suggestions": Text("补充说法", "Missing aliases"),
    "reports": Text("反馈", "Reports"),
    "export": Text("导出", "Export"),
}
VIEW = Text("看什么", "View")

LIVE = Text("已上线", "live")
STALE = Text("有错，线上是上一个好的版本", "broken; its last good version is live")
DEAD = Text("未上线", "not live")
QUESTIONS = Text("{n} 题", "{n} question{s}")
SAVED = Text("{when} 保存", "saved {when}")
KINDS = {
    "open": Text("问答", "open"),
    "code": Text("编程", "code"),
    "choice": Text("选择", "choice"),
    "order": Text("排序", "order"),
    "number": Text("计算", "number"),
    "picture": Text("看图", "picture"),
}
LEVELS = {
    "error": Text("错误", "error"),
    "warning": Text("警告", "warning"),
    "notice": Text("提示", "notice"),
}
COUNTED = {
    "error": Text("{n} 个错误", "{n} error{s}"),
    "warning": Text("{n} 个警告", "{n} warning{s}"),
    "notice": Text("{n} 个提示", "{n} notice{s}"),
}
CLEAN = Text("没有问题", "no problem")
ALL_CLEAN = Text("所有文件都没有错误。", "No file has an error.")
CHECKING = Text("正在全面检查……", "Checking everything…")
CHECKED = Text("已全面检查，与 python -m study check 相同。", "Checked as python -m study check does.")
MORE = Text("还有 {n} 条，先修好上面的。", "{n} more; mend these first.")

FIND = Text(
    "在所有题库里查找：题目、答案、要点、说法、误区、选项、id",
    "Search everything: prompts, answers, points, aliases, pitfalls, options, ids",
)
FOUND = Text("找到 {n} 题", "{n} found")
FOUND_NONE = Text("没有找到。换个词试试，中英文都可以。", "Nothing found. Try another word, Chinese or English.")
MORE_FOUND = Text("只列出前 {n} 题，再加一个词缩小范围。", "The first {n} are shown; add a word to narrow it down.")
NOT_THERE = Text(
    "没有题目 {id}。它可能改名了，或者文件里有错。",
    "There is no question {id}. It may have been renamed, or its file is broken.",
)
PREVIEW = Text("预览：和学习者看到的一样，不会记录", "Preview: exactly as a learner sees it; nothing is recorded")
TRIAL = Text("试判这段回答", "Mark this answer")
TRIAL_AGAIN = Text("改一改再判", "Change it and mark again")
MODEL_IN = Text("填入参考回答", "Put in the model answer")
SEE = Text("预览", "Preview")
BACK = Text("返回列表", "Back to the list")
IN_QUIZ = Text("在练习里打开", "Open in the quiz")

NONE_ASKED = Text(
    "还没有人答过题。有了回答，这里会显示每道题的情况。",
    "Nobody has answered yet. Numbers of each question appear here.",
)
NUMBERS_SAID = Text(
    "{answers} 份回答，{learners} 位学习者。选一行看要点。最常答不出来的排在最前。",
    "Answers: {answers}, learners: {learners}. Choose a row to see its points. Most often forgotten first.",
)
COLUMNS = {
    "title": Text("题目", "Question"),
    "times": Text("次数", "Times"),
    "again": Text("重来", "Again"),
    "hard": Text("吃力", "Hard"),
    "good": Text("良好", "Good"),
    "easy": Text("轻松", "Easy"),
    "seconds": Text("用时（秒，中位数）", "Seconds (median)"),
    "corrected": Text("改过的勾选", "Ticks corrected"),
    "reports": Text("反馈", "Reports"),
}
POINT = Text("要点", "Point")
MISSED = Text("没说到", "Missed")
ADDED = Text("学习者补勾", "Ticked by learners")
REMOVED = Text("学习者去勾", "Unticked by learners")
NO_POINTS = Text("客观题，没有要点。", "An objective question has no points.")

NO_SUGGESTIONS = Text(
    "学习者还没有改过判分。他们补勾一个要点时，他们的原话会成为候选说法，列在这里。",
    "No learner has corrected a tick yet. When one ticks a point that we missed, their words become candidates here.",
)
SUGGESTIONS_SAID = Text(
    "学习者认为说到了、而我们没有识别的要点。把合适的说法抄进该要点的 any，保存即可。",
    "Points that learners say they made and we did not find. Copy what fits into the point's `any` and save.",
)
SUGGESTED = Text("{n} 份回答被补勾", "ticked in {n} answer{s}")
TOO_WIDE = Text(
    "下面这些词被我们当成了这个要点，学习者不同意：", "We took these words for the point, and learners disagreed:"
)
WORDS_HIDDEN = Text(
    "{n} 个候选说法（原话只在本机上显示）", "{n} candidates (their words are shown on the server's own machine only)"
)
TIMES = Text("{words} × {n}", "{words} × {n}")

NO_REPORTS = Text(
    "没有反馈。练习页每道题下面都可以提。", "No reports. Every question on the quiz page has a way to send one."
)
SETTLE = Text("已处理", "Settle")
REOPEN = Text("重新打开", "Open again")
SETTLED = Text("{when} 处理", "settled {when}")
GONE = Text("（题目已不在题库里）", "(the question is gone)")

EXPORT_SAID = Text(
    "把全部题目带走。重复导入 Anki 只更新内容，不动复习进度；CSV 可直接用 Excel 打开，也能用 study import 读回来。",
    "Take all questions elsewhere. Importing into Anki again updates them and keeps the schedule; the CSV opens in "
    "Excel and comes back with study import.",
)
FORMATS = {
    "anki": Text("Anki 牌组（.apkg）", "Anki deck (.apkg)"),
    "gift": Text("Moodle GIFT（.txt）", "Moodle GIFT (.txt)"),
    "csv": Text("表格 CSV", "Table, CSV"),
    "json": Text("JSON", "JSON"),
}
EXPORT_LANG = Text("Anki 与 GIFT 的语言（CSV、JSON 含两种）", "Language of Anki and GIFT (CSV and JSON hold both)")
LANGS = {"zh": Text("中文", "Chinese"), "en": Text("英文", "English")}
