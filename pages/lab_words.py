"""Every word the lab page says beside the viewer."""

from study.text import Text

TITLE = Text("实验室", "Lab")
EXERCISE = Text("练习", "Exercise")
SCAN = Text("影像", "Scan")
MINE = Text("我上传的影像", "My upload")
SECOND = Text("第二张图：{label}", "Second picture: {label}")
UPLOAD = Text("上传影像（也可以拖进来，或直接粘贴）", "Upload a scan (or drop it here, or paste)")
UPLOAD_HELP = Text(
    "PNG、JPEG、TIFF、BMP、WebP、DICOM、NIfTI，8 或 16 位，最大 32 MB。",
    "PNG, JPEG, TIFF, BMP, WebP, DICOM, NIfTI; 8 or 16 bit; 32 MB at most.",
)
PRIVACY = Text(
    "仅供教学，不用于诊断。影像只在内存里，不落盘、不记录文件名，闲置后丢弃；像素里的文字请先自行去除。",
    "For teaching, not for diagnosis. A scan stays in memory, its name is not kept, and it is dropped when idle; "
    "remove text burned into the pixels first.",
)
READING = Text("正在读取…", "Reading …")
REMOVE = Text("移除", "Remove")
GONE = Text(
    "这张影像已不在内存里（闲置过久或服务器重启）。请重新上传，或选一张示例影像。",
    "This scan has left the memory (idle for long, or a restart). Upload it again, or choose a sample.",
)
NO_COOKIE = Text(
    "没有访客 Cookie，无法保存你的影像。请允许本站 Cookie 后刷新页面。",
    "There is no visitor cookie to keep your scan by. Allow cookies for this site and reload.",
)
FORMULA = Text("公式与出处", "Formula and source")
CALL = Text("对应的调用", "The exact call")
SCRIPT = Text("带走脚本", "Take the script home")
GET_SCRIPT = Text("下载脚本", "Download the script")
GET_PNG = Text("下载结果 PNG（原尺寸）", "Download the result as PNG (full size)")
LINK = Text("这一状态的链接", "Link to this state")
LINK_UPLOAD = Text(
    "链接里没有上传的影像，只有练习和参数。", "The link holds the exercise and its knobs, not your upload."
)
QUESTIONS = Text("相关的题", "Questions about it")
FACTS = Text("影像信息", "About this scan")
