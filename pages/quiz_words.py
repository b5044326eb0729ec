"""Every word the quiz page says."""

from study.review import Rating
from study.text import Text

TITLE = Text("练习", "Quiz")
TODAY = Text("今天练什么", "What to practise today")
RESUME = Text("上次停在这一题", "You stopped at this question")
CONTINUE = Text("继续", "Continue")
DUE = Text("今日到期", "Due today")
NEW = Text("新题", "New")
TOPIC = Text("按主题", "By topic")
ALL = Text("全部", "All")
SEEN = Text("学过", "Seen")
MODE = Text("练哪些", "Which questions")
TOPICS = Text("主题（不选即全部）", "Topics (none chosen: all)")
FORM = Text("题型", "Kind")
SPOKEN = Text("用自己的话答", "In your own words")
DRILLS = Text("速练（选择、排序、计算、看图）", "Drills (choose, order, compute, look)")
BOTH = Text("混合", "Both")
START = Text("开始", "Start")
NOTHING_DUE = Text(
    "今天没有到期的题。可以学几道新题，或按主题复习。",
    "Nothing is due today. Learn a few new questions, or review a topic.",
)
NOTHING_LEFT = Text(
    "这一组练完了。换一个范围，或者明天再来：到期的题会排在最前面。",
    "This set is done. Choose another one, or come back tomorrow: what is due comes first.",
)
NO_BANKS = Text(
    "题库里没有可用的题目。请在服务器上运行 python -m study check，按提示修好 questions/ 里的文件。",
    "There is nothing to ask. Run python -m study check on the server and fix the files in questions/ as it says.",
)
BROWSE = Text("题目一览", "All questions")
FIND = Text("搜索题目", "Search the questions")
FOUND_NONE = Text("没有找到。换个词试试，中英文都可以。", "Nothing found. Try another word, Chinese or English.")
UNKNOWN = Text(
    "没有这道题：链接可能过期了，或者题目已改名。下面可以重新选题。",
    "There is no such question: the link may be old, or the question was renamed. Choose one below.",
)

ANSWER = Text("你的回答", "Your answer")
HOW = Text(
    "像面试时那样，用自己的话说出来。写完按 Ctrl+Enter 看漏了什么。",
    "Say it in your own words, as you would in the interview. Ctrl+Enter shows what was missing.",
)
REVEAL = Text("看看漏了什么", "Show what was missing")
SKIP = Text("跳过", "Skip")
LEAVE = Text("结束", "Finish")
UNDO = Text("撤销上次评分", "Undo last rating")
UNDONE = Text("已撤销，上一题的回答还在。", "Undone. Your answer to the last question is still here.")
LEFT = Text("本组还有 {n} 题", "{n} left in this set")
DIFFICULTY = {1: Text("基础", "Basic"), 2: Text("进阶", "Intermediate"), 3: Text("高阶", "Advanced")}
CODE = Text("编程题", "Coding")
CHANGED = Text(
    "题目刚刚更新过；这一题先按你看到的版本答完。", "This question was just edited; finish it as you see it."
)

POINTS = Text("要点", "Points")
CREDITED = Text("答到 {hit} / {all}", "{hit} of {all} made")
CORRECT_US = Text("判得不对就改勾选，以你为准。", "Correct the ticks where we misread you; yours count.")
EMPTY = Text("（没有作答）", "(no answer)")
CORE = Text("核心", "core")
EXPERT = Text("加分", "bonus")
STATES = {
    "hit": Text("说到了", "made"),
    "maybe": Text("可能说到了", "perhaps"),
    "miss": Text("没说到", "missed"),
}
MODEL = Text("参考回答", "Model answer")
SAID_WRONG = Text("你的回答里有常见误区", "Your answer repeats a popular mistake")
PITFALLS = Text("常见误区", "Popular mistakes")
CLAIM = Text("常听到", "People say")
TRUTH = Text("其实", "In fact")
REFERENCE = Text("出处", "Reference")
FOLLOW_UPS = Text("面试官可能追问", "Follow-ups")
TRY = Text("到实验室看一看", "See it in the lab")
SIMILAR = Text("相近的题", "Related questions")
RATE = Text("记得怎么样？", "How well did you know it?")
SUGGESTED = Text("建议：{rating}", "Suggested: {rating}")
RATINGS = {
    Rating.AGAIN: Text("重来", "Again"),
    Rating.HARD: Text("吃力", "Hard"),
    Rating.GOOD: Text("良好", "Good"),
    Rating.EASY: Text("轻松", "Easy"),
}
NOT_SAVED = Text(
    "没有保存成功：{why} 你的回答还在，请再按一次。", "Not saved: {why} Your answer is still here; press again."
)

RIGHT = Text("答对了", "Right")
WRONG = Text("不对", "Not right")
CHECK = Text("核对答案", "Check")
PICK_SEVERAL = Text("可多选", "several may be right")
PICK_ORDER = Text(
    "按正确顺序依次点选；再点一次取消。", "Press the steps in the right order; press again to take one back."
)
YOUR_NUMBER = Text("你的结果", "Your result")
NO_NUMBER = Text("这不是一个数。写成 12、3.5 或 1/3。", "That is not a number. Write 12, 3.5 or 1/3.")
RIGHT_ORDER = Text("正确顺序", "Right order")
ALSO_RIGHT = Text("也算对", "Also right")
SOLUTION = Text("解答", "Solution")
BEFORE = Text("原图", "Original")
AFTER = Text("处理后", "Result")
IN_LAB = Text("在实验室打开", "Open in the lab")
TRAINS = Text("这道速练对应的大题", "The question this drills")
NOT_NOW = Text("还没有作答", "No answer yet")

REPORT = Text("这道题有问题？", "Something wrong here?")
REPORT_ABOUT = Text("哪里不对", "What is wrong")
ABOUTS = {
    "answer": Text("答案或解释有错", "The answer or an explanation"),
    "marking": Text("判分不准", "The marking"),
    "wording": Text("题目看不懂、有错字或翻译问题", "Unclear, a typo, or the translation"),
    "other": Text("其他", "Something else"),
}
REPORT_TEXT = Text("说具体些：哪一句，应该怎样", "Be specific: which sentence, and what it should say")
REPORT_SEND = Text("发送", "Send")
REPORTED = Text("收到，谢谢。出题人会在题库页看到。", "Thank you. The authors see it on the Banks page.")
REPORT_EMPTY = Text("写一句话说明哪里不对，再发送。", "Write a sentence that says what is wrong, then send.")
REPORT_TOO_MANY = Text(
    "今天已经发了很多条，明天再发吧。", "You have sent many of these today; send the next one tomorrow."
)
NOT_SENT = Text("没有发出去：{why} 内容还在，请再按一次。", "Not sent: {why} Your words are still here; press again.")

SETTINGS = Text("计划设置", "Settings of the plan")
INTERVIEW_DAY = Text("面试日期", "Day of the interview")
INTERVIEW_HELP = Text(
    "定了日期，新题会排在面试前学完，最后四天按面试当天最可能忘的先过一遍。",
    "With a day named, new questions fit in before it, and the last four days go through what you would forget first.",
)
NO_INTERVIEW = Text("不定日期", "No date")
NEW_A_DAY = Text("每天新题", "New questions a day")
MOST_A_DAY = Text("每天最多复习", "Reviews a day, at most")
RETENTION = Text("到期时还记得的把握", "Wanted recall when a question comes back")
RETENTION_HELP = Text(
    "越高，复习越勤；90% 是常用值。改动后所有到期日随之重算。",
    "The higher, the more reviews; 90 % is usual. All due dates follow a change.",
)
MISSED_BEFORE = Text("上次漏了 {n} 个要点，先想想这几问", "{n} points were missed last time; think of these first")
MISSED_LAST = Text("上次漏了", "missed last time")
FLAG = Text("标记", "Flag")
UNFLAG = Text("取消标记", "Remove flag")
SUSPEND = Text("搁置", "Put aside")
RESUME_ASKING = Text("恢复", "Ask again")
SUSPEND_HELP = Text("搁置的题不再出现在练习里，记录都在。", "A question put aside is not asked; its history stays.")
NOTE = Text("笔记", "Note")
NOTE_HELP = Text("只有你看得到；自动保存", "Only you see it; saved as you leave the box")
PAST = Text("我的历次回答 · {n}", "My answers so far · {n}")
SECONDS = Text("{n} 秒", "{n} s")
THEN_AND_NOW = Text(
    "当时记为答到 {then} / {all}；按现在的题库自动判为 {now} / {all}。",
    "Then {then} of {all} were ticked; the banks of today find {now} of {all}.",
)
SECOND_THEN = Text("第二意见当时判为 {n} / {all}。", " The second opinion then found {n} of {all}.")
ONLY = Text("只看", "Only")
FLAGGED = Text("有标记", "Flagged")
SUSPENDED = Text("搁置中", "Put aside")
NOTED = Text("有笔记", "With a note")
