"""The pages of a TIFF from its directories: sizes and kinds of samples, before any library sees the bytes."""

import struct
from dataclasses import dataclass

from scans.limits import PAGES, RAW_BYTES, check_raw, check_size, damaged

_SIZES = {1: 1, 3: 2, 4: 4, 13: 4, 16: 8, 17: 8, 18: 8}
_CODES = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 17: "q", 18: "Q"}
_WIDTH, _HEIGHT, _BITS, _PHOTOMETRIC, _SAMPLES, _PLANAR = 256, 257, 258, 262, 277, 284
_ORIENTATION, _TILE_WIDTH, _TILE_HEIGHT = 274, 322, 323


@dataclass(frozen=True, slots=True)
class Page:
    """One page as its directory describes it."""

    width: int
    height: int
    bits: int
    samples: int
    photometric: int
    planar: bool
    orientation: int

    @property
    def bytes(self) -> int:
        """What the samples take in memory."""
        return self.width * self.height * self.samples * max(1, self.bits // 8)


def tiff_pages(data: bytes) -> tuple[list[Page], bool]:
    """At most 200 pages, and whether there are more. Raises ScanError when one is too large or broken."""
    order = "<" if data[:2] == b"II" else ">"
    big = data[2:4] in (b"+\0", b"\0+")
    try:
        at: int = struct.unpack_from(order + ("Q" if big else "I"), data, 8 if big else 4)[0]
        pages, seen = list[Page](), set[int]()
        while at and at not in seen and len(pages) < PAGES:
            seen.add(at)
            tags, at = _directory(data, at, order, big)
            pages.append(_page(tags))
    except (struct.error, OverflowError, KeyError) as error:  # a place of 64 bits may be none that memory has
        raise damaged("TIFF") from error
    if not pages:
        raise damaged("TIFF")
    return pages, bool(at) and at not in seen


def _directory(data: bytes, at: int, order: str, big: bool) -> tuple[dict[int, int], int]:
    count: int = struct.unpack_from(order + ("Q" if big else "H"), data, at)[0]
    at, step = (at + 8, 20) if big else (at + 2, 12)
    if at + count * step > len(data):
        raise damaged("TIFF")
    tags = dict[int, int]()
    for entry in range(at, at + min(count, 512) * step, step):
        tag, kind = struct.unpack_from(order + "HH", data, entry)
        if kind in _CODES:
            tags.setdefault(tag, _first(data, entry, kind, order, big))
    at += count * step
    # some writers leave out the offset of the next page at the very end
    following = struct.unpack_from(order + ("Q" if big else "I"), data.ljust(at + 8, b"\0"), at)[0]
    return tags, following


def _first(data: bytes, entry: int, kind: int, order: str, big: bool) -> int:
    """The largest of the first values: bits per sample may differ, and a small first one must not hide a large one."""
    count: int = struct.unpack_from(order + ("Q" if big else "I"), data, entry + 4)[0]
    inline, value = (8, entry + 12) if big else (4, entry + 8)
    if count * _SIZES[kind] > inline:
        value = struct.unpack_from(order + ("Q" if big else "I"), data, value)[0]
    count = min(count, 4)
    return max(struct.unpack_from(f"{order}{count}{_CODES[kind]}", data, value), default=0)


def _page(tags: dict[int, int]) -> Page:
    page = Page(
        tags[_WIDTH],
        tags[_HEIGHT],
        tags.get(_BITS, 1),
        tags.get(_SAMPLES, 1),
        tags.get(_PHOTOMETRIC, 1),
        tags.get(_PLANAR, 1) == 2,
        tags.get(_ORIENTATION, 1),
    )
    check_size(page.width, page.height)
    if _TILE_WIDTH in tags:
        check_size(tags[_TILE_WIDTH], tags.get(_TILE_HEIGHT, 0))
    check_raw(page.bytes)
    return page


def room_for(pages: list[Page]) -> int:
    """How many of the first pages have the size of the first one and fit together."""
    first = pages[0]
    same = all(
        (p.width, p.height, p.samples, p.bits) == (first.width, first.height, first.samples, first.bits) for p in pages
    )
    return max(1, min(len(pages), RAW_BYTES // first.bytes)) if same else 1
