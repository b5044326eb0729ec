"""What the reader of YAML says: each entry is what is wrong and the cure."""

from study.text import Text

Words = tuple[Text, Text]

UNREADABLE: Words = (
    Text("从这里起读不懂", "cannot be read from here on"),
    Text(
        "检查这一行和上一行的缩进、冒号和引号", "check indentation, colons and quotes of this line and the one before"
    ),
)
ALIAS: Words = (
    Text("`*` 开头的文字是 YAML 引用，题库不用引用", "text starting with `*` is a YAML alias, and banks have none"),
    Text("给整段文字加引号，或用 |", "put the text in quotes, or use |"),
)
MERGE: Words = (
    Text("`<<` 是 YAML 合并，题库不用合并", "`<<` is a YAML merge, and banks have none"),
    Text("把内容直接写出来", "write the content out"),
)
NOT_A_KEY: Words = (
    Text("键必须是一个词，这里是列表或映射", "a key must be a word, got a list or a mapping"),
    Text("给这段文字加引号", "put the text in quotes"),
)
SECOND_DOCUMENT: Words = (
    Text("`---` 之后是第二个文档，不会被读取", "after `---` comes a second document, which is not read"),
    Text("删掉 `---`，一个文件只放一个题库", "remove `---`; one file is one bank"),
)
TOO_MANY_SLIPS: Words = (
    Text("错误太多，到此为止", "too many mistakes, reading stops here"),
    Text("先改前面的", "mend the ones before first"),
)


def too_deep(depth: int) -> Words:
    return (
        Text(f"嵌套超过 {depth} 层", f"nested deeper than {depth} levels"),
        Text("检查缩进和括号", "check indentation and brackets"),
    )


def too_many(nodes: int) -> Words:
    return (
        Text(f"超过 {nodes} 个值", f"has more than {nodes} values"),
        Text("把题库拆成几个文件", "split the bank into several files"),
    )


def too_many_here(items: int) -> Words:
    return (
        Text(f"一个列表或映射超过 {items} 项", f"has more than {items} items in one list or mapping"),
        Text("把题库拆成几个文件", "split the bank into several files"),
    )


def too_large(size: int, limit: int) -> Words:
    return (
        Text(f"文件有 {size} 字节，上限 {limit}", f"the file has {size} bytes, the limit is {limit}"),
        Text("把题库拆成几个文件", "split the bank into several files"),
    )


def too_long(lines: int) -> Words:
    return (
        Text(f"文件超过 {lines} 行", f"the file has more than {lines} lines"),
        Text("把题库拆成几个文件", "split the bank into several files"),
    )


def duplicate(key: str, line: int) -> Words:
    name = brief(key)
    return (
        Text(f"键 `{name}` 重复，第 {line + 1} 行已经有了", f"duplicate key `{name}`, first on line {line + 1}"),
        Text("删掉一个，或合并两者", "remove one of them, or join the two"),
    )


def anchor(name: str) -> Words:
    return (
        Text(f"`&{brief(name)}` 是 YAML 锚点，题库不用锚点", f"`&{brief(name)}` is a YAML anchor, and banks have none"),
        Text("给整段文字加引号，或用 |", "put the text in quotes, or use |"),
    )


def tag(name: str) -> Words:
    return (
        Text(f"`{brief(name)}` 是 YAML 标签，题库不用标签", f"`{brief(name)}` is a YAML tag, and banks have none"),
        Text("给整段文字加引号，或用 |", "put the text in quotes, or use |"),
    )


_ESCAPES = {"\t": "\\t", "\a": "\\a", "\b": "\\b", "\f": "\\f", "\v": "\\v", "\x1b": "\\e", "\0": "\\0"}


def control(text: str) -> Words:
    """A control character: in double quotes "\\theta" is a tab and "heta"."""
    found = next((c for c in text if c in _ESCAPES), "\\")
    said = _ESCAPES.get(found, found)
    after = text.partition(found)[2][:8].split(" ")[0]
    return (
        Text(
            f"双引号里的 `{said}{brief(after)}` 变成了控制字符",
            f"in double quotes `{said}{brief(after)}` is a control character",
        ),
        Text("改用单引号或 |，反斜杠就是反斜杠", "use single quotes or |, where a backslash is a backslash"),
    )


def invisible(char: str) -> Words:
    """A character that no editor shows."""
    return (
        Text(f"看不见的字符 U+{ord(char):04X}", f"invisible character U+{ord(char):04X}"),
        Text("删掉它", "delete it"),
    )


def brief(text: str) -> str:
    """A piece of somebody's text that fits into a message, on one line and visible."""
    shown = "".join(c if c.isprintable() else "·" for c in text[:41])
    return shown if len(text) <= 40 else shown[:40] + "…"
