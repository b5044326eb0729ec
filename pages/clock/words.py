"""Every word the clock says."""

from study.text import Text

WORDS = {
    "left": Text("剩余", "Left"),
    "overtime": Text("超时", "Overtime"),
    "still": Text("暂停", "Paused"),
    "here": Text("本题", "This one"),
    "half": Text("时间过半", "Half of the time is gone"),
    "late": Text("还剩五分之一的时间", "A fifth of the time is left"),
    "minute": Text("还剩一分钟", "One minute is left"),
    "over": Text("时间到。可以把这一题答完。", "Time is up. You may finish this question."),
}
