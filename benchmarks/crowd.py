"""Many people, each moving a knob once a second: our lab against a naive one: python -m benchmarks.crowd.

A move of ours is one step of a dragged knob, at full resolution; --release: a release with all that follows on /live.
With --people above 50 the naive lab, which is lost at 50 already, is left out.
"""

import argparse
import asyncio
import contextlib
import os
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median, quantiles

import cv2
import httpx2

from benchmarks.browsing import peer
from benchmarks.process import cpu, server_of
from benchmarks.table import HEAD, Row
from benchmarks.tabs import LiveTab, Page
from scans.samples import sample
from scans.scan import shown
from tests.browser import serving

FEW, MANY = 50, 200
TURNS = 3  # ours and theirs take turns, so that noise falls on both
Step = Callable[[int], Awaitable[object]]


@dataclass
class Felt:
    """What a crowd has felt: milliseconds of each step, and how many moves a step that was still under way ate."""

    took: list[float] = field(default_factory=list)
    missed: int = 0
    cpu: float = 0.0  # seconds

    @property
    def p95(self) -> float:
        return quantiles(self.took, n=20)[-1]

    @property
    def each(self) -> float:
        """Milliseconds of processor time per step."""
        return self.cpu / len(self.took) * 1000

    def __str__(self) -> str:
        return f"{median(self.took):.1f} / {self.p95:.1f} ms"


async def moving(steps: Sequence[Step], seconds: float, server: Path, felt: Felt) -> None:
    """Everybody moves once a second for so long; a late answer does not put off anybody's next move."""

    async def one(step: Step, after: float) -> None:
        due = began + after
        for n in count(int(began * 1000) % 100_000):
            await asyncio.sleep(due - time.perf_counter())
            start = time.perf_counter()
            await step(n)
            felt.took.append((time.perf_counter() - start) * 1000)
            due += 1
            while due < time.perf_counter():
                due += 1
                felt.missed += 1
            if due >= began + seconds:
                return

    before, began = cpu(server), time.perf_counter() + 0.1
    await asyncio.gather(*(one(step, i / len(steps)) for i, step in enumerate(steps)))
    felt.cpu += cpu(server) - before


def knobs(person: int, n: int) -> tuple[int, float]:
    """Kernel size and sigma of a person's n-th move. Neighbours differ, so that nobody gets another one's result."""
    return 21 + 2 * (person % 20), 1 + (person * 7 + n) % 90 / 10


async def ours(url: str, people: int, release: bool) -> list[Step]:
    async def joined(person: int) -> Step:
        tab = LiveTab(url)
        await tab.open()

        async def step(n: int) -> None:
            ksize, sigma = knobs(person, n)
            await tab.ask(knobs={"ksize": ksize, "sigma": sigma}, mode="exact" if release else "drag")

        await step(0)
        return step

    return [await joined(person) for person in range(people)]


async def theirs(url: str, people: int, http: httpx2.AsyncClient) -> list[Step]:
    async def joined(person: int) -> Step:
        page = Page(url, http)
        await page.open()

        async def step(n: int) -> None:
            ksize, sigma = knobs(person, n)
            await page.run(**{"Kernel size": ksize, "Sigma": sigma})
            await page.picture()

        await step(0)
        return step

    return [await joined(person) for person in range(people)]


async def together(mine: str, other: str, people: int, seconds: float, release: bool) -> tuple[Felt, Felt]:
    a, b = Felt(), Felt()
    limits = httpx2.Limits(max_connections=people, max_keepalive_connections=people)
    async with httpx2.AsyncClient(timeout=120, limits=limits, trust_env=False) as http:
        steps, peers = await ours(mine, people, release), await theirs(other, people, http)
        for _ in range(TURNS):
            await moving(steps, seconds / TURNS, server_of(mine), a)
            await moving(peers, seconds / TURNS, server_of(other), b)
    return a, b


async def alone(mine: str, people: int, seconds: float, release: bool) -> Felt:
    felt = Felt()
    await moving(await ours(mine, people, release), seconds, server_of(mine), felt)
    return felt


@contextlib.contextmanager
def naive() -> Iterator[str]:
    """The naive lab on the picture that ours shows."""
    scan = sample("ct-abdomen")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "picture.png")
        cv2.imwrite(str(path), shown(scan.plane(0), scan.windows[0]))
        os.environ["NAIVE_PICTURE"] = str(path)
        with peer("naive_lab.py") as url:
            yield url


def against(people: int, seconds: float, release: bool) -> None:
    with serving() as server, naive() as url:
        mine, peers = asyncio.run(together(server.url, url, people, seconds, release))
    who = f"{people} people, a move a second:"
    print(Row(f"{who} p95 (shown: median / p95)", str(mine), str(peers), mine.p95 / peers.p95, 1 / 20))
    print(Row(f"{who} steps missed by ours", str(mine.missed), str(peers.missed), mine.missed, 0))
    ratio = mine.each / peers.each
    print(Row(f"{who} processor time per step", f"{mine.each:.1f} ms", f"{peers.each:.1f} ms", ratio, 1 / 5))


def ourselves(people: int, seconds: float, release: bool) -> None:
    with serving() as server:
        felt = asyncio.run(alone(server.url, people, seconds, release))
    print(Row(f"{people} people: p95 in ms (shown: median / p95)", str(felt), "–", felt.p95, 50))
    print(Row(f"{people} people: steps missed", str(felt.missed), "–", felt.missed, 0))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, help=f"default: {FEW} against the naive lab, then {MANY} on ours")
    asked.add_argument("--seconds", type=float, default=15)
    asked.add_argument("--release", action="store_true", help="each move of ours is a release: lossless, with numbers")
    said = asked.parse_args()
    os.environ.setdefault("SCANPREP_SECRET", "of the benchmarks")  # the server's and ours, for the visitors' cookies
    print(HEAD)
    if said.people is None or said.people <= FEW:
        against(said.people or FEW, said.seconds, said.release)
    if said.people is None or said.people > FEW:
        ourselves(said.people or MANY, said.seconds, said.release)


if __name__ == "__main__":
    main()
