"""Every word the progress page says."""

from study.text import Text

TITLE = Text("进度", "Progress")
EMPTY = Text(
    "这里会画出你的复习日历、每个主题掌握了多少、哪些题最薄弱。先答一道题。",
    "Your calendar, what you know of each topic and where you are weak will stand here. Answer a first question.",
)
FIRST = Text("去答第一题", "Answer the first question")
DUE_TODAY = Text("今日到期", "Due today")
STREAK = Text("连续学习", "Streak")
DAYS = Text("{n} 天", "{n} d")
ANSWERED = Text("答过（次）", "Answers")
REMEMBERED = Text("复习时还记得", "Remembered when asked again")
REMEMBERED_HELP = Text(
    "隔天再遇到同一题时，没有按“重来”的比例。",
    "Of the times a question came again on another day: the share not rated “again”.",
)
AHEAD = Text("今天和未来 14 天", "Today and the next 14 days")
AHEAD_SAID = Text(
    "今天到期 {today} 题，之后 14 天还有 {more} 题。", "{today} due today, {more} more in the 14 days after."
)
CALENDAR = Text("复习日历", "Calendar")
CALENDAR_SAID = Text(
    "有 {days} 天答过题；最多的一天是 {when}，答了 {most} 次。",
    "Answers on {days} days; the most on {when}: {most}.",
)
TOPICS = Text("各主题掌握情况", "What you know of each topic")
TOPICS_SAID = Text(
    "条的长度：此刻仍记得住（概率不低于 90%）的题所占比例。",
    "Bar: the share of questions you would still know now (recall at least 90 %).",
)
TOPIC_SAID = Text("学过 {seen}/{all}，记得住 {known}", "seen {seen} of {all}, known {known}")
RECALL = Text("；平均回忆率 {recall}", "; mean recall {recall}")
POINTS = Text("；要点答到 {points}", "; points made {points}")
WEAKEST = Text("最薄弱的题", "Weakest questions")
WEAK_SAID = Text("此刻回忆率 {recall}，忘过 {lapses} 次", "recall now {recall}, forgotten {lapses} times")

RETENTIONS = Text("最近 7 天 {week}，30 天 {month}，全部 {all}。", "Last 7 days {week}, 30 days {month}, ever {all}.")
NOTHING_YET = Text("–", "–")
CALIBRATION = Text("自评准不准", "Do your ratings tell the truth?")
CALIBRATION_SAID = Text(
    "按“良好”或“轻松”的回答，平均答到 {points} 的要点；之后再问，{recalled} 还记得（{n} 次）。",
    "Answers you rated good or easy made {points} of the points on average; asked again later, {recalled} were "
    "remembered ({n} times).",
)
CALIBRATION_FEW = Text(
    "隔天再答过一些题后，这里会看出自评是否偏高。",
    "After some questions were asked again on another day this shows whether you rate too high.",
)
RATED = Text("自评", "Rating")
TIMES = Text("次数", "Times")
POINTS_MADE = Text("答到要点", "Points made")
RECALLED = Text("下次还记得", "Recalled next time")
POINT_MASTERY = Text("要点掌握", "Points")
POINT_SAID = Text(
    "答过的题共有 {all} 个要点，{sure} 个每次都说到，{never} 个从没说到。最常漏的：",
    "The questions you answered have {all} points; {sure} made every time, {never} never. Most often missed:",
)
POINT_LINE = Text("{made} / {of}", "{made} of {of}")
TIME = Text("每题用时", "Time per question")
TIME_SAID = Text(
    "一道题一般用 {all}；最慢的主题是{topic}（{slow}）。",
    "A question usually takes {all}; slowest topic: {topic} ({slow}).",
)
MINUTES = Text("{m} 分 {s} 秒", "{m} min {s} s")
OWN_ANSWERS = Text("在我的回答里找", "Search my answers")
OWN_FOUND = Text("找到 {n} 份，最新的在前", "{n} found, newest first")
OWN_NONE = Text("没有找到。换个词，繁简都可以。", "Nothing found. Try another word.")
DATA = Text("我的数据", "My data")
DATA_SAID = Text(
    "所有回答、模拟面试、草稿、笔记、设置和题目反馈，每行一条 JSON。可以导入到另一台机器；重复导入不会多出记录。",
    "All your answers, mock interviews, drafts, notes, settings and reports about questions as JSON lines, for any "
    "other installation; twice changes nothing.",
)
DATA_OUT = Text("下载我的数据", "Download my data")
DATA_IN = Text("导入以前下载的数据", "Take in data downloaded before")
DATA_DO = Text("导入", "Take in")
DATA_DONE = Text("导入了：{what}。", "Taken in: {what}.")
DATA_NOTHING = Text("文件里的内容这里都已经有了。", "Everything in the file was here already.")
