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
