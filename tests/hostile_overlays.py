"""DICOM files with overlays made on the spot: whole ones, and broken ones from a seed."""

import random
from collections.abc import Iterator

import numpy as np
from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian

from tests.hostile_dicom import dataset, saved

DATA, NAMES = 0x3000, {"rows": 0x10, "columns": 0x11, "frames": 0x15, "origin": 0x50, "first": 0x51}
NAMES |= {"bits": 0x100, "position": 0x102}
VRS = {"frames": "IS", "origin": "SS"}


def packed(drawn: np.ndarray) -> bytes:
    """Bits of (..., H, W), the first pixel in the lowest bit, with a byte of padding where the length is odd."""
    bits = np.packbits(drawn.reshape(-1).astype(bool), bitorder="little").tobytes()
    return bits + b"\0" * (len(bits) % 2)


def overlaid(ds: Dataset, drawn: np.ndarray, group: int = 0x6000, **elements: object) -> Dataset:
    """The same dataset with an overlay (H, W) or (F, H, W) in an element of its own; None leaves an element out."""
    usual = {"rows": drawn.shape[-2], "columns": drawn.shape[-1], "origin": [1, 1], "bits": 1, "position": 0}
    usual |= {"frames": len(drawn)} if drawn.ndim == 3 else {}
    described(ds, group, **(usual | elements))
    ds.add_new((group, DATA), "OW", packed(drawn))
    return ds


def described(ds: Dataset, group: int = 0x6000, **elements: object) -> Dataset:
    """The same dataset with elements of an overlay, and no data of it."""
    for name, value in elements.items():
        if value is not None:
            ds.add_new((group, NAMES[name]), VRS.get(name, "US"), value)
    return ds


def embedded(drawn: np.ndarray, position: int = 12, **elements: object) -> Dataset:
    """12-bit pixels (F, H, W) with an overlay in a bit above them, and nothing but that in the bit."""
    frames, high, wide = drawn.shape
    cells = (np.arange(drawn.size).reshape(drawn.shape) % 4096).astype(np.uint16)
    cells |= drawn.astype(np.uint16) << position
    ds = dataset(Rows=high, Columns=wide, PixelData=cells.tobytes(), NumberOfFrames=frames if frames > 1 else None)
    usual = {"rows": high, "columns": wide, "origin": [1, 1], "bits": 16, "position": position}
    return described(ds, **(usual | elements))


def scribble(seed: int, *shape: int) -> np.ndarray:
    """Random bits (..., H, W), a quarter of them set."""
    drawn: np.ndarray = np.random.default_rng(seed).random(shape) < 0.25
    return drawn


def broken(count: int, seed: int) -> Iterator[tuple[str, Dataset]]:
    """Files whose every overlay is broken in one way or another; the picture is whole and group 601E is free."""
    rng = random.Random(seed)
    for number in range(count):
        ds, said = dataset(), []
        for group in rng.sample(range(0x6000, 0x601E, 2), rng.randint(1, 3)):
            how = rng.choice(sorted(_BREAKS))
            overlaid(ds, scribble(number, 32, 32), group)
            _BREAKS[how](ds, group, rng)
            said.append(how)
        yield f"{number}: {', '.join(said)}", ds


def mutants(count: int, seed: int) -> Iterator[bytes]:
    """Files with a few bytes changed in the elements of their overlay: tags, kinds, lengths or values."""
    rng = random.Random(seed)
    plain = [overlaid(dataset(s), scribble(seed, 32, 32)) for s in (ExplicitVRLittleEndian, ImplicitVRLittleEndian)]
    files = [saved(ds) for ds in (*plain, embedded(scribble(seed, 2, 32, 32)))]
    for number in range(count):
        data = bytearray(rng.choice(files))
        start, end = data.find(b"\x00\x60\x10\x00"), data.rfind(b"\xe0\x7f\x10\0")
        places = range(start, min(end, start + 120) - 2)
        if number % 3:
            for at in rng.sample(places, rng.randint(1, 3)):
                data[at] = rng.choice((0, 1, 255, rng.randrange(256)))
        else:
            at = rng.choice(places)
            data[at : at + 2] = rng.choice((b"SQ", b"UN", b"OB", b"LT", b"UC", b"DS"))
        yield bytes(data)


def _put(ds: Dataset, group: int, name: str, vr: str, value: object) -> None:
    ds.add_new((group, NAMES[name]), vr, value)


def _short(ds: Dataset, group: int, rng: random.Random) -> None:
    ds.add_new((group, DATA), "OW", rng.randbytes(2 * rng.randint(1, 63)))


def _gone(ds: Dataset, group: int, rng: random.Random) -> None:
    del ds[group, rng.choice((0x10, 0x11, DATA))]


def _empty(ds: Dataset, group: int, rng: random.Random) -> None:
    ds.add_new((group, rng.choice((0x10, 0x11))), "US", None)


def _absurd(ds: Dataset, group: int, rng: random.Random) -> None:
    _put(ds, group, rng.choice(("rows", "columns")), "US", rng.choice((0, 33, 65535)))


def _wide(ds: Dataset, group: int, rng: random.Random) -> None:
    _put(ds, group, rng.choice(("rows", "columns")), "SL", rng.choice((-(2**31), -1, 2**31 - 1)))


def _typed(ds: Dataset, group: int, rng: random.Random) -> None:
    name, value = rng.choice(("rows", "columns")), rng.choice(("x", "3\\4", "", "1e9", "NaN"))
    _put(ds, group, name, "LO", value)


def _many(ds: Dataset, group: int, rng: random.Random) -> None:
    _put(ds, group, "frames", "IS", rng.choice((-3, 0, 2, 2**31 - 1)))


def _late(ds: Dataset, group: int, _: random.Random) -> None:
    _put(ds, group, "first", "US", 0)


def _astray(ds: Dataset, group: int, rng: random.Random) -> None:
    away = rng.choice(([33, 1], [1, -31], [32767, 32767], [-32768, 1]))
    _put(ds, group, "origin", "SS", away)


def _lone(ds: Dataset, group: int, rng: random.Random) -> None:
    _put(ds, group, "origin", "SS", rng.choice((7, [1, 2, 3])))


def _outside(ds: Dataset, group: int, rng: random.Random) -> None:
    del ds[group, DATA]
    _put(ds, group, "bits", "US", rng.choice((16, 8, 1, 0, 65535)))
    _put(ds, group, "position", "US", rng.choice((0, 5, 11, 16, 31, 65535)))


_BREAKS = {
    "short data": _short,
    "an element missing": _gone,
    "an element empty": _empty,
    "absurd size": _absurd,
    "size out of range": _wide,
    "size of text": _typed,
    "frames that are not there": _many,
    "before the first frame": _late,
    "wholly outside": _astray,
    "origin of another length": _lone,
    "bit position outside": _outside,
}
