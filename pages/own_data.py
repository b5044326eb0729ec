"""Everything a learner has, to take along and to bring back."""

from datetime import UTC, datetime

import streamlit as st

from pages import progress_words as w
from pages.shared import learner, say, store
from study.owndata import OwnDataError, export_lines, import_lines, read_lines
from study.record import Added
from study.store import StoreError
from study.text import Text

PARTS = {
    "reviews": Text("{n} 次回答", "{n} answers"),
    "withdrawals": Text("{n} 次撤销", "{n} withdrawals"),
    "drafts": Text("{n} 份草稿", "{n} drafts"),
    "settings": Text("{n} 项设置", "{n} settings"),
    "interviews": Text("{n} 场模拟面试", "{n} mock interviews"),
    "reports": Text("{n} 条题目反馈", "{n} reports about questions"),
}


def own_data() -> None:
    with st.expander(say(w.DATA), icon=":material/database:", key="own_data"):
        st.caption(say(w.DATA_SAID))
        st.download_button(
            say(w.DATA_OUT),
            lambda: "".join(export_lines(store(), learner())).encode(),
            "scanprep-my-data.jsonl",
            "application/jsonl",
            key="progress.out",
            icon=":material/download:",
            on_click="ignore",
        )
        with st.container(key="upload"):
            file = st.file_uploader(say(w.DATA_IN), ["jsonl"], key="progress.in", max_upload_size=100)
        if file is not None and st.button(say(w.DATA_DO), key="progress.do", type="primary"):
            _take(file.getvalue())


def _take(data: bytes) -> None:
    try:
        added = import_lines(store(), learner(), read_lines(data), datetime.now(UTC))
    except (OwnDataError, StoreError) as e:
        st.error(say(e.said), icon=":material/broken_image:")
        return
    st.success(say(_said(added)))


def _said(added: Added) -> Text:
    parts = [(text, n) for name, text in PARTS.items() if (n := getattr(added, name))]
    if not parts:
        return w.DATA_NOTHING
    zh, en = ("、".join(t.zh.format(n=n) for t, n in parts), ", ".join(t.en.format(n=n) for t, n in parts))
    return Text(w.DATA_DONE.zh.format(what=zh), w.DATA_DONE.en.format(what=en))
