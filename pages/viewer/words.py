"""Every word that the viewer says."""

from study.text import Text

WORDS = {
    "before": Text("原图", "Before"),
    "after": Text("结果", "Result"),
    "result": Text("结果", "Result"),
    "right": Text("正确写法", "Correct"),
    "naive": Text("朴素写法", "Naive"),
    "diff": Text("差异", "Difference"),
    "stages": Text("内部步骤", "Stages"),
    "stage": Text("这一步", "This stage"),
    "wipe": Text("前后对比的分界线", "Wipe between before and after"),
    "hold": Text("看原图", "Original"),
    "hold_title": Text("按住看原图", "Hold to see the original"),
    "zoom_in": Text("放大", "Zoom in"),
    "zoom_out": Text("缩小", "Zoom out"),
    "one": Text("一个像素对一个像素", "One pixel to one pixel"),
    "fit": Text("适应", "Fit"),
    "fit_title": Text("整张图放进窗口", "Show the whole picture"),
    "reset": Text("恢复默认参数", "Reset the knobs"),
    "frame": Text("帧 / 层", "Frame"),
    "preset": Text("窗", "Window"),
    "own": Text("自定义", "Custom"),
    "center": Text("窗位", "Centre"),
    "width": Text("窗宽", "Width"),
    "bake": Text("先按窗转成 8 位再处理", "Turn into 8 bits by the window first"),
    "range": Text("范围", "range"),
    "mean": Text("均值", "mean"),
    "differs": Text("朴素写法与正确写法有 {share} 的像素不同", "Naive and correct differ in {share} of the pixels"),
    "preview": Text("预览（松手后显示精确结果）", "Preview (exact on release)"),
    "working": Text("正在算精确结果，约 {seconds} 秒…", "Computing the exact result, about {seconds} s …"),
    "reconnecting": Text("连接断开，正在重连…", "Connection lost, reconnecting …"),
    "cookie": Text(
        "浏览器没有带上访客 Cookie：请允许本站 Cookie 后刷新。",
        "Your browser sent no visitor cookie: allow cookies for this site and reload.",
    ),
}
