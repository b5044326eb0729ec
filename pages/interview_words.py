"""Every word the mock interview says."""

from study.interview import Kind, Mix, Style
from study.text import Text

TITLE = Text("模拟面试", "Mock interview")
ABOUT = Text(
    "一题接一题，有时间，有追问，最后才看答案。题目优先从薄弱和到期的里面挑。",
    "One question after another, on the clock, with follow-ups; the answers come at the end. "
    "What is weak or due is asked first.",
)
MINUTES = Text("时长", "Length")
MINUTES_N = Text("{n} 分钟", "{n} minutes")
STYLE = Text("方式", "Manner")
STYLES: dict[Style, Text] = {"written": Text("打字回答", "Written"), "spoken": Text("开口说", "Spoken")}
STYLE_HELP = Text(
    "开口说：对着空气讲出来，讲完停表，再勾出自己说到的要点。",
    "Spoken: say it aloud; when you have finished the clock stops and you tick the points you made.",
)
MIX = Text("难度", "Difficulty")
MIXES: dict[Mix, Text] = {
    "basic": Text("偏基础", "Mostly basic"),
    "balanced": Text("均衡", "Balanced"),
    "demanding": Text("偏难", "Demanding"),
}
KINDS = Text("题型", "Kinds of question")
KINDS_OF: dict[Kind, Text] = {
    "open": Text("问答", "Open"),
    "code": Text("编程", "Coding"),
    "objective": Text("客观题", "Objective"),
}
TOPICS = Text("主题（不选即全部）", "Topics (none chosen: all)")
PLANNED = Text("大约 {n} 题，{minutes} 分钟。", "About {n} questions, {minutes} minutes.")
TOO_FEW = Text(
    "这个范围里的题不够：只有 {n} 题，约 {minutes} 分钟。",
    "There is not enough in this choice: {n} questions, about {minutes} minutes.",
)
NOTHING = Text(
    "这个范围里没有题。请多选一些主题或题型。", "Nothing to ask in this choice. Choose more topics or kinds."
)
BEGIN = Text("开始面试", "Begin the interview")
LEARNS = Text(
    "关掉页面时钟就停，回来接着答。结束后，每个回答都会记入复习计划。",
    "Close the page and the clock stops; come back and go on. At the end every answer counts for your review plan.",
)
NO_BANKS = Text(
    "题库里没有可用的题目。请在服务器上运行 python -m study check，按提示修好 questions/ 里的文件。",
    "There is nothing to ask. Run python -m study check on the server and fix the files in questions/ as it says.",
)
UNKNOWN = Text("没有这场面试，链接可能是别人的。", "There is no such interview; the link may be somebody else's.")
NOT_SAVED = Text("没有保存成功：{why} 请再按一次。", "Not saved: {why} Press again.")

UNFINISHED = Text("有一场面试还没结束", "An interview is not finished")
UNFINISHED_SAID = Text(
    "第 {n} / {all} 题，还剩 {left}。时钟停着。", "Question {n} of {all}, {left} left. The clock stands."
)
GO_ON = Text("接着答", "Go on")

QUESTION_N = Text("第 {n} / {all} 题", "Question {n} of {all}")
FOLLOW_UP = Text("追问", "Follow-up")
ANSWER = Text("你的回答", "Your answer")
HOW = Text("像面试时那样，用自己的话说出来。", "Say it in your own words, as you would in the interview.")
NEXT = Text("答完了，继续", "Done, go on")
SPOKEN = Text("说完了", "I have said it")
SPEAK = Text(
    "现在开口说，像面试官就坐在对面。说完按下面的按钮。",
    "Say it aloud now, as if the interviewer sat opposite. Then press the button.",
)
SPEAK_AGAIN = Text("接着开口回答这个追问。", "Answer this aloud as well.")
PASS = Text("不会，跳过", "I don't know")
GONE = Text("这道题刚被移出题库，跳过即可。", "This question has just left the bank; go on to the next.")
NOTES_TITLE = Text("勾出你说到的要点", "Tick the points you made")
NOTES_SAID = Text(
    "时钟停着。没说到的别勾，参考回答在最后。", "The clock stands. Be honest; the model answer comes at the end."
)
NOTES = Text("笔记（可不写）", "Notes (optional)")
NOTES_NEXT = Text("记好了，继续", "Noted, go on")
BELL = Text("时间到了。答完这一题就结束。", "Time is up. The interview ends with this question.")
END = Text("结束面试", "End the interview")
END_SURE = Text(
    "现在就结束吗？写了一半的回答也算，没问到的题不算。",
    "End it now? What you have typed counts; questions that were not reached do not.",
)
END_YES = Text("结束，看复盘", "End, show the debrief")
END_NO = Text("继续面试", "Go on")

SCORE = Text("得分", "Score")
BY_TOPIC = Text("各主题得分", "Score per topic")
NOTES_YOURS = Text("你的笔记", "Your notes")
DEBRIEF = Text("复盘", "Debrief")
TIME = Text("用时", "Time used")
ANSWERED = Text("回答", "Answered")
NO_ANSWERS = Text("这场面试没有回答任何题。", "No question was answered in this interview.")
LEARNT = Text(
    "这些回答已记入复习计划，答得差的会早点回来。勾选可以改，以你为准。",
    "These answers are in your review plan; weak ones come back sooner. Correct the ticks where we misread you.",
)
EACH = Text("逐题看", "Question by question")
UNANSWERED = Text("没有问到或没有回答", "Not reached or not answered")
SLOW = Text("超出计划", "over plan")
PRACTISE = Text("接下来练什么", "What to practise now")
PRACTISE_SAID = Text("从最弱的开始：", "The weakest first:")
SITTING = Text("练这些主题", "Practise these topics")
ALL_SOLID = Text(
    "每一题都答到了七成以上，没有误区。过几天再来一场。",
    "Seven tenths or more of every question, and no popular mistake. Come back in a few days.",
)
TAKE = Text("带走", "Take it along")
MARKDOWN = Text("下载 Markdown", "Download Markdown")
PRINT = Text("下载可打印页面", "Download a page to print")
ANOTHER = Text("再来一场", "Another interview")
HISTORY = Text("以前的面试", "Past interviews")
NO_HISTORY = Text("还没有。第一场之后，得分会列在这里。", "None yet. After the first, the scores stand here.")
OPEN = Text("看复盘", "Open the debrief")
ALOUD = Text("（口述）", "(said aloud)")
