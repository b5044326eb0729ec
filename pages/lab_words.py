"""Every word that the lab says beside its viewer."""

from study.text import Text

TITLE = Text("实验室", "Lab")
EXERCISE = Text("练习", "Exercise")
SCAN = Text("影像", "Scan")
SECOND = Text("第二张图：{label}", "Second picture: {label}")
MINE = Text("我上传的影像", "My upload")
EARLIER = Text("我之前上传的影像", "My upload before it")
MY_OVERLAY = Text("我上传的影像：叠加层", "My upload: its overlay")
EARLIER_OVERLAY = Text("我之前上传的影像：叠加层", "My upload before it: its overlay")
UPLOAD = Text("上传影像（也可拖入或粘贴）", "Upload a scan (or drop, or paste)")
PRIVACY = Text(
    "教学工具，不用于诊断。上传的影像只留在内存里，不保留文件名，离开或闲置后即丢弃；请勿上传可识别身份的影像。",
    "For teaching, not diagnosis. An upload stays in memory, nameless, until you leave or idle; it must not identify a "
    "person.",
)
READING = Text("正在读取…", "Reading …")
TOO_LARGE = Text("文件超过 {limit} MB，没有上传。", "This file is larger than {limit} MB; it was not uploaded.")
DROP_HERE = Text(
    "松手即可上传：PNG、JPEG、TIFF、BMP、WebP、DICOM、NIfTI，最大 {limit} MB",
    "Drop it: PNG, JPEG, TIFF, BMP, WebP, DICOM or NIfTI, {limit} MB at most",
)
REMOVE = Text("移除", "Remove")
GONE = Text(
    "这张影像已不在内存里（闲置过久或服务器重启）。请重新上传，或选一张示例影像。",
    "This scan has left the memory (idle for long, or a restart). Upload it again, or choose a sample.",
)
NO_COOKIE = Text(
    "浏览器没有带上访客 Cookie，因此不能上传。请允许本站 Cookie 后刷新页面。",
    "Your browser sent no visitor cookie, so nothing can be uploaded. Allow cookies for this site and reload.",
)
PLANE = Text("平面", "Plane")
STRETCHED = Text(
    "像素不是正方形：行距 {rows:.4g} mm，列距 {columns:.4g} mm。画面按真实比例显示；"
    "滤波在像素网格上进行，两个方向的一像素不一样长。",
    "Its pixels are not square: {rows:.4g} mm between rows, {columns:.4g} mm between columns. The picture is "
    "true to scale; filters work on the grid of pixels, where a pixel is not the same length each way.",
)
FORMULA = Text("公式与出处", "Formula and source")
COST = Text("计算量", "Cost")
TRAP = Text("常见的错误写法", "The usual mistake")
CALL = Text("对应的调用", "The exact call")
SCRIPT = Text("完整脚本", "The whole script")
GET_SCRIPT = Text("下载脚本", "Download the script")
GET_PNG = Text("下载结果 PNG（原尺寸）", "Download the result (PNG, full size)")
LINK = Text("这一状态的链接", "Link to this state")
LINK_UPLOAD = Text(
    "链接里只有练习和参数，没有上传的影像。", "The link holds the exercise and its knobs, not your upload."
)
QUESTIONS = Text("相关题目", "Questions about it")
