"""Browser tabs without a browser: Streamlit's own protocol, and our live socket."""

import asyncio
import json
import struct
from dataclasses import dataclass, field
from typing import Any

import httpx2
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from server.visitor import COOKIE, new_cookie

PATIENCE = 120.0  # seconds


async def opened(url: str, path: str, cookie: str, protocols: list[str] | None = None) -> ClientConnection:
    """A websocket of this visitor, from the page's own origin. Frames are not compressed, as on one machine."""
    return await connect(
        url.replace("http", "ws", 1) + path,
        origin=url,  # type: ignore[arg-type]  # a NewType of str
        additional_headers={"Cookie": cookie},
        subprotocols=protocols,  # type: ignore[arg-type]
        max_size=None,
        compression=None,
        open_timeout=PATIENCE,
        ping_interval=None,
    )


@dataclass
class LiveTab:
    """A viewer of our lab: asks for one picture after the other."""

    url: str
    cookie: str = field(default_factory=lambda: f"{COOKIE}={new_cookie()}")
    n: int = 0

    async def open(self) -> None:
        self.socket = await opened(self.url, "/live", self.cookie)

    async def ask(self, **ask: Any) -> int:
        """The bytes of all pictures: on release (mode "exact") until the server says that this was all, while a knob
        is dragged until the new picture has come."""
        self.n += 1
        whole = {"token": "sample:ct-abdomen", "second": None, "exercise": "gaussian_blur", "frame": 0, "n": self.n}
        whole |= {"window": None, "bake": False, "view": [0, 0, 512, 512, 512, 512], "mode": "exact", "show": "result"}
        await self.socket.send(json.dumps(whole | {"stage": 0} | ask))
        size, shown, drag = 0, False, ask.get("mode") == "drag"
        while True:
            got = await asyncio.wait_for(self.socket.recv(), PATIENCE)
            if isinstance(got, str):
                said = json.loads(got)
                assert "refused" not in said, said
                if said == {"done": self.n}:
                    assert shown, "no new picture came"
                    return size
                continue
            head = json.loads(got[4 : 4 + struct.unpack("<I", got[:4])[0]])
            size += len(got)
            if head["layer"] == "right" and head["n"] == self.n:
                assert head["shrunk"] == 1, "not at full resolution"
                shown = True
                if drag:
                    return size

    async def close(self) -> None:
        await self.socket.close()


@dataclass
class Page:
    """A tab with a Streamlit app. `elements` are those that the script has sent, by their widget's id or their kind."""

    url: str
    http: httpx2.AsyncClient
    name: str = ""
    cookie: str = field(default_factory=lambda: f"{COOKIE}={new_cookie()}")
    elements: dict[str, Element] = field(default_factory=dict)
    session: str = ""

    async def open(self) -> None:
        self.socket = await opened(self.url, "/_stcore/stream", self.cookie, ["streamlit"])
        await self.run()

    async def run(self, **values: float) -> None:
        """Run the script with these values of sliders by their label, and wait until it has finished."""
        state = ClientState(page_name=self.name)
        for label, value in values.items():
            slider = next(e.slider for e in self.elements.values() if e.slider.label == label)
            state.widget_states.widgets.add(id=slider.id).double_array_value.data.append(value)
        await self.tell(BackMsg(rerun_script=state))
        await self.finished()

    async def tell(self, message: BackMsg) -> None:
        await self.socket.send(message.SerializeToString())

    async def heard(self) -> ForwardMsg:
        got = await asyncio.wait_for(self.socket.recv(), PATIENCE)
        assert isinstance(got, bytes)
        return ForwardMsg.FromString(got)

    async def finished(self) -> None:
        while True:
            message = await self.heard()
            what = message.WhichOneof("type")
            if what == "new_session":
                self.session = message.new_session.initialize.session_id
            elif what == "delta" and (kind := message.delta.new_element.WhichOneof("type")):
                element = message.delta.new_element
                assert kind != "exception", element.exception.message
                self.elements[getattr(getattr(element, kind), "id", "") or kind] = element
            elif what == "script_finished":
                return

    async def picture(self) -> int:
        """Fetch the newest picture to its last byte; its size."""
        answer = await self.http.get(self.url + self.elements["imgs"].imgs.imgs[0].url)
        assert answer.status_code == 200, answer.status_code
        return len(answer.content)

    async def close(self) -> None:
        await self.socket.close()
