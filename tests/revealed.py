"""What the component of a marked answer was given, and a tick in it, for tests without a browser."""

import json
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX
from streamlit.testing.v1 import AppTest


@dataclass(frozen=True)
class Box:
    """A tick as the page shows it."""

    point: str
    label: str
    value: bool


def boxes(at: AppTest) -> list[Box]:
    """The ticks on the page, in their order; none while no answer is shown."""
    data = given(at)
    return [Box(point, label, point in data["ticked"]) for point, label in _Labels.of(data["html"])] if data else []


def html(at: AppTest) -> str:
    """All HTML that the page was sent, the component's own included."""
    data = given(at)
    sent = [str(e.proto.body) for e in at.get("html")]
    return "".join(sent + ([data["html"], *data["beside"].values()] if data else []))


def adoptable(at: AppTest) -> dict[str, bool]:
    """The points that have a button to adopt the second opinion, and what it would make of the tick."""
    found: dict[str, bool] = {}
    for point, said in given(at).get("beside", {}).items():
        if "data-adopt=" in said:
            assert f'data-adopt="{point}"' in said
            found[point] = 'data-made="yes"' in said
    return found


def tick(at: AppTest, point: str, on: bool) -> AppTest:
    """Tick or untick a point, as the browser would say it."""
    data = given(at)
    ticked = [p for p in data["ticked"] if p != point] + ([point] if on else [])
    return send(at, {"id": data["id"], "n": data["heard"] + 1, "ticked": ticked})


def send(at: AppTest, value: Any) -> AppTest:
    """Run the page with this as what the browser sends of the ticks."""
    proto = _proto(at)
    states: WidgetStates = at._tree.get_widget_states()
    said = json.dumps([{"event": "ticks", "value": value}])
    states.widgets.append(
        WidgetState(id=f"{STREAMLIT_INTERNAL_KEY_PREFIX}_{proto.id}__events", json_trigger_value=said)
    )
    return at._run(states)


def given(at: AppTest) -> dict[str, Any]:
    """The component's data; empty when it is not on the page or shows nothing."""
    proto = _proto(at)
    data: dict[str, Any] = json.loads(proto.mixed.json or proto.json) if proto else {}
    return data if data.get("html") else {}


def _proto(at: AppTest) -> Any:
    found = [e.proto for e in at.get("bidi_component") if e.proto.component_name == "scanprep_reveal"]
    return found[0] if found else None


class _Labels(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[list[str]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "input":
            self.found.append([str(dict(attrs)["data-point"]), ""])
        self._inside = (self._inside or tag == "label") and tag != "p"

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "label"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1][1] += data

    @classmethod
    def of(cls, html: str) -> list[tuple[str, str]]:
        parser = cls()
        parser.feed(html)
        return [(point, label) for point, label in parser.found]
