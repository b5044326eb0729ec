"""The news socket: an open page hears of a saved bank, and only our own pages listen."""

import time
from contextlib import AbstractContextManager

import pytest
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from server.news import TABS, News
from tests.live import HOST, cookie
from tests.signing import signed as signed


def client(versions: list[int]) -> TestClient:
    return TestClient(Starlette(routes=[WebSocketRoute("/news", News(lambda: versions[-1]).__call__)]))


def listening(
    client: TestClient, who: str | None = None, origin: str = f"http://{HOST}"
) -> AbstractContextManager[WebSocketTestSession]:
    return client.websocket_connect("/news", headers={"origin": origin, "cookie": cookie() if who is None else who})


def test_the_number_comes_at_once_and_again_within_a_second_of_a_change() -> None:
    versions = [3]
    with client(versions) as http, listening(http) as page:
        assert page.receive_json() == {"shelf": 3}
        versions.append(4)
        began = time.monotonic()
        assert page.receive_json() == {"shelf": 4}
        assert time.monotonic() - began < 1


def test_other_origins_and_visitors_without_a_cookie_hear_nothing() -> None:
    with client([1]) as http:
        for way in (listening(http, origin="http://evil.example"), listening(http, who="")):
            with way as page, pytest.raises(WebSocketDisconnect) as end:
                page.receive_json()
            assert end.value.code == 4403


def test_who_talks_is_hung_up_on() -> None:
    with client([1]) as http, listening(http) as page:
        assert page.receive_json() == {"shelf": 1}
        page.send_text("hello")
        with pytest.raises(WebSocketDisconnect):
            page.receive_json()


def test_one_visitor_has_only_so_many_tabs_and_gets_them_back() -> None:
    who = cookie()
    with client([1]) as http:
        tabs = [listening(http, who) for _ in range(TABS)]
        for tab in tabs:
            tab.__enter__().receive_json()
        with listening(http, who) as page, pytest.raises(WebSocketDisconnect) as end:
            page.receive_json()
        assert end.value.code == 4429
        for tab in tabs:
            tab.__exit__(None, None, None)
        with listening(http, who) as page:
            assert page.receive_json() == {"shelf": 1}
