"""The server around Streamlit: headers, the visitor's cookie, /ready, and pictures that only their visitor finds."""

import base64
import hashlib
import re
import stat
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import streamlit
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from scans.samples import sample, samples
from scans.scan import Scan, ScanError, Window
from server import announce
from server.budget import Budget, Pool
from server.door import middleware
from server.headers import policy
from server.pictures import PER_VISITOR, Pictures
from server.ready import ready
from server.visitor import COOKIE, kept_secret, new_cookie, secret, visitor_of
from study import home
from tests.signing import signed as signed

PAGE = (Path(streamlit.__file__).parent / "static" / "index.html").read_text("utf-8")


class Clock:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def client() -> Iterator[TestClient]:
    routes = [
        Route("/", lambda request: HTMLResponse("<p>page</p>")),
        Route("/lab", lambda request: HTMLResponse("<p>page</p>")),
        Route("/gone", lambda request: HTMLResponse("gone", 404)),
        Route("/media/x.png", lambda request: PlainTextResponse("picture")),
        Route("/static/x.js", lambda request: PlainTextResponse("script")),
        Route("/ready", ready),
    ]
    with TestClient(Starlette(routes=routes, middleware=middleware(PAGE))) as client:
        yield client


def scan(size: int = 10, depth: str = "uint8") -> Scan:
    return Scan(np.zeros((1, size, size), depth), (Window(127.5, 255.0),))


@pytest.mark.parametrize("path", ["/", "/media/x.png", "/static/x.js", "/gone"])
def test_every_answer_carries_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert "geolocation=()" in headers["permissions-policy"]


def test_the_policy_allows_streamlits_own_inline_script_by_its_hash_and_no_other() -> None:
    inline = re.findall(r"<script>(.*?)</script>", PAGE, re.DOTALL)
    assert inline, "Streamlit's page has no inline script any more: drop the hash"
    rule = next(r for r in policy(PAGE).split("; ") if r.startswith("script-src "))
    hashes = ["'sha256-" + base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() + "'" for s in inline]
    assert rule.split()[1:] == ["'self'", "blob:", *hashes]


def test_no_other_host_is_allowed_anything() -> None:
    assert not re.search(r"https?:|\*|unsafe-eval", policy(PAGE))


@pytest.mark.parametrize(("path", "kept"), [("/media/x.png", False), ("/ready", False), ("/static/x.js", True)])
def test_pictures_and_our_routes_stay_out_of_caches(client: TestClient, path: str, kept: bool) -> None:
    assert (client.get(path).headers.get("cache-control") != "no-store") is kept


def test_the_page_gives_a_visitor_a_signed_cookie_that_scripts_cannot_read(client: TestClient) -> None:
    said = client.get("/lab").headers["set-cookie"]
    value = said.partition("=")[2].partition(";")[0]
    assert visitor_of({COOKIE: value})
    assert {"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=31536000"} <= set(said.split("; "))
    assert "Secure" not in said.split("; ")


def test_behind_tls_the_cookie_is_secure(client: TestClient) -> None:
    said = client.get("/", headers={"X-Forwarded-Proto": "https"}).headers["set-cookie"]
    assert "Secure" in said.split("; ")


@pytest.mark.parametrize("path", ["/media/x.png", "/static/x.js", "/gone", "/ready"])
def test_only_the_page_gives_a_cookie(client: TestClient, path: str) -> None:
    assert "set-cookie" not in client.get(path).headers


def test_a_known_visitor_keeps_the_cookie(client: TestClient) -> None:
    client.cookies.set(COOKIE, new_cookie())
    assert "set-cookie" not in client.get("/").headers


@pytest.mark.parametrize("forged", ["", "abc", "abc.", ".", "abc." + "0" * 64, "é.é", "SCANPREP." + "A" * 64 + "0"])
def test_a_forged_cookie_is_nobody_and_is_replaced(client: TestClient, forged: str) -> None:
    assert visitor_of({COOKIE: forged}) is None
    asked = client.get("/", headers=[(b"cookie", f"{COOKIE}={forged}".encode())])
    assert asked.headers["set-cookie"].startswith(COOKIE)


def test_a_cookie_signed_with_another_secret_is_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    value = new_cookie()
    monkeypatch.setenv("SCANPREP_SECRET", "another")
    secret.cache_clear()
    assert visitor_of({COOKIE: value}) is None


def test_the_kept_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "data" / "secret"
    first = kept_secret(path)
    assert len(first) == 64
    assert kept_secret(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


@pytest.fixture
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SCANPREP_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    home.reset()
    yield
    home.reset()


@pytest.mark.usefixtures("_home")
def test_ready_counts_the_questions(client: TestClient) -> None:
    answer = client.get("/ready")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "questions": len(home.library().shelf.questions)}
    assert answer.json()["questions"] >= 65


@pytest.mark.usefixtures("_home")
def test_ready_says_why_the_store_does_not_open(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "taken").write_text("")
    monkeypatch.setenv("SCANPREP_DATA", str(tmp_path / "taken"))
    answer = client.get("/ready")
    assert answer.status_code == 503
    said = answer.json()
    assert said["ready"] is False
    assert said["zh"]
    assert said["en"]
    assert "Traceback" not in answer.text


@pytest.mark.usefixtures("_home")
def test_ready_says_that_there_are_no_questions(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("SCANPREP_BANKS", str(tmp_path / "empty"))
    home.reset()
    answer = client.get("/ready")
    assert answer.status_code == 503
    assert "question" in answer.json()["en"]


def test_the_announcer_waits_until_ready_and_no_longer() -> None:
    answers, clock = iter(["not yet", "not yet", None]), Clock()
    assert announce.wait(lambda: next(answers), clock, lambda s: None) is None


def test_the_announcer_gives_up_with_the_last_answer() -> None:
    clock = Clock()

    def sleep(seconds: float) -> None:
        clock.at += seconds

    assert announce.wait(lambda: f"at {clock.at:.0f}", clock, sleep) == "at 60"


def test_a_picture_is_found_by_its_visitor_with_its_token_and_by_nobody_else() -> None:
    pictures = Pictures(10_000, 60, Clock())
    mine = scan()
    token = pictures.hold(mine, "ann")
    assert pictures.find(token, "ann") is mine
    assert pictures.find(token, "bob") is None
    assert pictures.find(token, "") is None
    assert pictures.find(token + "x", "ann") is None
    assert pictures.find("", "ann") is None


def test_tokens_cannot_be_guessed() -> None:
    pictures = Pictures(1_000_000, 60, Clock())
    tokens = {pictures.hold(scan(1), str(i)) for i in range(200)}
    assert len(tokens) == 200
    assert min(map(len, tokens)) >= 32


def test_samples_are_for_everybody_and_cost_no_budget() -> None:
    pictures = Pictures(10, 60, Clock())
    id = next(iter(samples()))
    assert pictures.find(f"sample:{id}", "anybody") is sample(id)
    assert pictures.find("sample:no-such-scan", "anybody") is None
    assert pictures.held == 0


def test_what_was_used_longest_ago_goes_first_when_the_budget_is_full() -> None:
    pictures = Pictures(250, 60, Clock())
    first, second = pictures.hold(scan(), "a"), pictures.hold(scan(), "b")
    assert pictures.find(first, "a")
    third = pictures.hold(scan(), "c")
    assert pictures.find(second, "b") is None
    assert pictures.find(first, "a")
    assert pictures.find(third, "c")
    assert pictures.held == 200


def test_a_picture_beyond_the_budget_is_refused_with_a_sentence_and_nobody_loses_theirs() -> None:
    pictures = Pictures(150, 60, Clock())
    token = pictures.hold(scan(), "a")
    with pytest.raises(ScanError) as refused:
        pictures.hold(scan(20), "b")
    assert refused.value.said.zh
    assert pictures.find(token, "a")


def test_one_visitor_holds_only_so_many() -> None:
    pictures = Pictures(100_000, 60, Clock())
    other = pictures.hold(scan(), "other")
    tokens = [pictures.hold(scan(), "a") for _ in range(PER_VISITOR + 3)]
    assert [bool(pictures.find(t, "a")) for t in tokens] == [False] * 3 + [True] * PER_VISITOR
    assert pictures.find(other, "other")


def test_an_idle_picture_is_forgotten_and_a_used_one_is_not() -> None:
    clock = Clock()
    pictures = Pictures(10_000, 60, clock)
    idle, used = pictures.hold(scan(), "a"), pictures.hold(scan(), "b")
    clock.at = 50
    assert pictures.find(used, "b")
    clock.at = 61
    pictures.sweep()
    assert pictures.held == 100
    assert pictures.find(idle, "a") is None
    assert pictures.find(used, "b")


def test_a_dropped_picture_is_gone_and_dropping_twice_is_harmless() -> None:
    pictures = Pictures(10_000, 60, Clock())
    token = pictures.hold(scan(), "a")
    pictures.drop(token)
    pictures.drop(token)
    assert pictures.find(token, "a") is None
    assert pictures.held == 0


def test_a_budget_counts_every_byte_through_a_thousand_moves() -> None:
    clock, rng = Clock(), np.random.default_rng(5)
    budget: Budget[int] = Budget(1000, 30, clock)
    sizes: dict[int, int] = {}
    for _ in range(1000):
        key, size = int(rng.integers(20)), int(rng.integers(1, 400))
        clock.at += float(rng.random() * 3)
        match int(rng.integers(3)):
            case 0:
                budget.put(key, key, size)
                sizes[key] = size
            case 1:
                assert budget.get(key) in (key, None)
            case 2:
                budget.drop(key)
        assert budget.held == sum(sizes[k] for k in budget.oldest() if isinstance(k, int)) <= 1000


def test_caches_of_one_pool_stay_within_it_and_the_least_dear_gives_way() -> None:
    pool, clock = Pool(1000), Clock()
    uploads: Budget[str] = Budget(1000, 30, clock, pool, dear=1)  # joined first, and still the last to give way
    results: Budget[str] = Budget(400, 30, clock, pool)
    assert all(results.put(n, "r", 200) for n in range(5))
    assert results.oldest() == [3, 4]
    assert uploads.put("a", "u", 500)
    assert (pool.held, results.oldest()) == (900, [3, 4])
    assert uploads.put("b", "u", 300)
    assert (pool.held, results.oldest()) == (1000, [4])
    assert uploads.put("c", "u", 300)
    assert uploads.oldest() == ["b", "c"]
    assert results.oldest() == [4]
    assert results.put("big", "r", 350)
    assert uploads.put("d", "u", 100)
    assert (results.held, uploads.oldest()) == (0, ["b", "c", "d"])
    assert not uploads.put("e", "u", 1001)
    assert uploads.oldest() == ["b", "c", "d"]


def test_a_pool_counts_every_byte_through_a_thousand_moves() -> None:
    pool, clock, rng = Pool(1000), Clock(), np.random.default_rng(6)
    caches: list[Budget[int]] = [Budget(limit, 30, clock, pool, dear) for limit, dear in ((250, 0), (1000, 1))]
    for _ in range(1000):
        one, key = caches[int(rng.integers(2))], int(rng.integers(20))
        clock.at += float(rng.random() * 3)
        match int(rng.integers(3)):
            case 0:
                size = int(rng.integers(1, 400))
                assert one.put(key, size, size) == (size <= one.limit)
            case 1:
                one.get(key)
            case 2:
                one.drop(key)
        assert pool.held == sum(one.peek(key) or 0 for one in caches for key in one.oldest()) <= 1000
