"""Overlays of DICOM become one drawing in the size of the picture; pydicom's overlay_array is the oracle."""

import io
import json
import struct
import warnings
from dataclasses import replace

import numpy as np
import pydicom
import pytest
from pydicom import uid
from pydicom.data import get_testdata_file
from pydicom.dataset import Dataset

from scans import dicom_head, labels, overlays, wire
from scans.decode import read
from scans.dicom import dicom
from scans.limits import OVERLAY_BYTES, PIXELS
from scans.planes import along
from scans.scan import Scan, Window
from tests.hostile_dicom import EIGHT, dataset, saved
from tests.hostile_overlays import DATA, broken, described, embedded, mutants, overlaid, packed, scribble
from tests.test_scans_identity import CANARY

FRAME = {"Rows": 20, "Columns": 30, "PixelData": bytes(1200)}


def drawn(ds: Dataset) -> np.ndarray:
    """What is read of it, as bool (F, H, W) or (1, H, W)."""
    scan = read(saved(ds))
    assert scan.overlay is not None, scan.warnings
    assert set(np.unique(scan.overlay)) <= {0, 255}
    assert not scan.overlay.flags.writeable
    found: np.ndarray = scan.overlay > 0
    return found


def oracle(ds: Dataset, group: int = 0x6000) -> np.ndarray:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        again = pydicom.dcmread(io.BytesIO(saved(ds)))
        found: np.ndarray = again.overlay_array(group) > 0
    return found


def notes(ds: Dataset) -> list[str]:
    """The English notes about overlays that are left out."""
    return [said.en for said in read(saved(ds)).warnings if said.en.startswith("Overlay ")]


def note(kind: str, *groups: str) -> str:
    return str(getattr(overlays, kind).en).format(groups=", ".join(groups))


def test_the_overlay_of_a_real_file_is_what_pydicom_makes_of_it() -> None:
    path = get_testdata_file("examples_overlay.dcm", download=False)
    ds = pydicom.dcmread(str(path))
    expected = ds.overlay_array(0x6000) > 0
    assert expected.any()
    scan = read(saved(ds))
    assert scan.overlay is not None
    assert np.array_equal(scan.overlay[0] > 0, expected)
    assert labels.IN_OVERLAY in scan.warnings
    del ds[0x6000, DATA]
    without = read(saved(ds))
    assert without.overlay is None
    assert np.array_equal(without.pixels, scan.pixels)


@pytest.mark.parametrize("size", [(20, 30), (7, 11), (1, 1), (19, 1), (3, 30)])
@pytest.mark.parametrize("syntax", [uid.ExplicitVRLittleEndian, uid.ImplicitVRLittleEndian])
def test_bits_in_an_element_of_their_own_lie_where_pydicom_puts_them(syntax: uid.UID, size: tuple[int, int]) -> None:
    ds = overlaid(dataset(syntax, **FRAME), np.logical_not(scribble(1, *size)))
    expected = np.zeros((20, 30), bool)
    expected[: size[0], : size[1]] = oracle(ds)
    assert np.array_equal(drawn(ds)[0], expected)


def test_an_overlay_without_padding_or_with_too_much_of_it_is_read() -> None:
    lines = scribble(2, 5, 5)
    for length in (4, 5, 6, 40):
        ds = overlaid(dataset(**FRAME), lines)
        ds.add_new((0x6000, DATA), "OB", packed(lines).ljust(length, b"\0")[:length])
        assert np.array_equal(drawn(ds)[0, :5, :5], lines)


def test_big_endian_turns_the_words_of_the_overlay_too() -> None:
    lines = scribble(3, 20, 30)
    ds = overlaid(dataset(uid.ExplicitVRBigEndian, **FRAME), lines)
    ds.add_new((0x6000, DATA), "OW", np.frombuffer(packed(lines), np.uint16).byteswap().tobytes())
    assert np.array_equal(drawn(ds)[0], lines)
    ds.add_new((0x6000, DATA), "OB", packed(lines))
    assert np.array_equal(drawn(ds)[0], lines)


@pytest.mark.parametrize("origin", [[1, 1], [4, 9], [0, 0], [-5, -7], [15, 25], [-2, 28], [20, 30], [-9, 1]])
@pytest.mark.parametrize("size", [(10, 10), (64, 80)])
def test_an_overlay_lies_where_its_origin_says_and_is_cut_at_the_edges(
    origin: list[int], size: tuple[int, int]
) -> None:
    lines = np.logical_not(scribble(4, *size))
    ds = overlaid(dataset(**FRAME), lines, origin=origin)
    large = np.zeros((400, 400), bool)
    top, left = (100 + at - 1 for at in origin)
    large[top : top + size[0], left : left + size[1]] = oracle(ds)
    expected = large[100:120, 100:130]
    if expected.any():
        assert np.array_equal(drawn(ds)[0], expected)
    else:
        assert notes(ds) == [note("OUTSIDE", "6000")]


def test_overlays_of_several_groups_are_joined() -> None:
    lines = {group: scribble(group, 20, 30) for group in (0x6000, 0x6002, 0x601E)}
    ds = dataset(**FRAME)
    for group, one in lines.items():
        overlaid(ds, one, group)
    expected = np.logical_or.reduce([oracle(ds, group) for group in lines])
    assert np.array_equal(drawn(ds)[0], expected)


def frames(count: int) -> Dataset:
    return dataset(**(FRAME | {"NumberOfFrames": count, "PixelData": bytes(1200 * count)}))


def test_an_overlay_of_several_frames_begins_at_the_frame_that_it_names() -> None:
    lines = scribble(5, 3, 7, 9)
    ds = overlaid(frames(5), lines, first=2)
    found = drawn(ds)
    assert found.shape == (5, 20, 30)
    assert np.array_equal(found[1:4, :7, :9], oracle(ds))
    assert not found[[0, 4]].any()
    assert not found[:, 7:].any()


@pytest.mark.parametrize("first", [None, 1, 3])
def test_an_overlay_of_one_frame_lies_on_the_frame_that_it_names_or_on_all(first: int | None) -> None:
    lines = scribble(6, 20, 30)
    found = drawn(overlaid(frames(4), lines, first=first))
    if first is None:
        assert np.array_equal(found, lines[None])
    else:
        assert [bool(f.any()) for f in found] == [n == first - 1 for n in range(4)]


def test_one_for_all_frames_and_one_for_each_are_joined_frame_by_frame() -> None:
    still, moving = scribble(7, 20, 30), scribble(8, 4, 20, 30)
    ds = overlaid(overlaid(frames(4), still), moving, 0x6002)
    assert np.array_equal(drawn(ds), still | moving)


def test_frames_of_an_overlay_that_the_picture_lacks_are_left_out() -> None:
    lines = scribble(9, 6, 20, 30)
    assert np.array_equal(drawn(overlaid(frames(4), lines, first=3))[2:], lines[:2])
    assert notes(overlaid(frames(4), lines, first=5)) == [note("OUTSIDE", "6000")]


@pytest.mark.parametrize("position", [12, 15])
@pytest.mark.parametrize("count", [1, 3])
def test_bits_above_the_pixels_are_the_overlay_and_not_the_picture(position: int, count: int) -> None:
    lines = scribble(10, count, 6, 10)
    ds = embedded(lines, position)
    assert np.array_equal(drawn(ds), lines)
    pixels = read(saved(ds)).pixels
    assert np.array_equal(pixels.ravel(), np.arange(pixels.size) % 4096)


def test_bits_above_signed_eight_bit_and_big_endian_pixels_are_read() -> None:
    lines = scribble(11, 1, 6, 10)
    ds = embedded(lines, 14)
    ds.PixelRepresentation = 1
    assert np.array_equal(drawn(ds), lines)
    ds = embedded(lines, 14)
    ds.file_meta.TransferSyntaxUID = uid.ExplicitVRBigEndian
    ds.PixelData = np.frombuffer(ds.PixelData, np.uint16).byteswap().tobytes()
    ds.set_original_encoding(False, False)
    assert np.array_equal(drawn(ds), lines)
    cells = (np.arange(60) % 64 + (lines.ravel() << 7)).astype(np.uint8)
    small = dataset(Rows=6, Columns=10, PixelData=cells.tobytes(), **(EIGHT | {"BitsStored": 6, "HighBit": 5}))
    described(small, rows=6, columns=10, origin=[1, 1], bits=8, position=7)
    assert np.array_equal(drawn(small), lines)
    assert np.array_equal(read(saved(small)).pixels.ravel(), np.arange(60) % 64)


def test_two_embedded_overlays_and_a_packed_one_are_joined() -> None:
    a, b, c = (scribble(n, 1, 6, 10) for n in (12, 13, 14))
    ds = embedded(a, 12)
    cells = np.frombuffer(ds.PixelData, np.uint16) | b.ravel().astype(np.uint16) << 13
    ds.PixelData = cells.tobytes()
    described(ds, 0x6002, rows=6, columns=10, origin=[1, 1], bits=16, position=13)
    assert np.array_equal(drawn(overlaid(ds, c[0], 0x6004)), a | b | c)


def test_an_embedded_overlay_in_compressed_pixels_is_said_to_be_left_out() -> None:
    ds = embedded(scribble(15, 1, 6, 10))
    ds.compress(uid.RLELossless, generate_instance_uid=False)
    scan = read(saved(ds))
    assert np.array_equal(scan.pixels.ravel(), np.arange(60))
    assert (scan.overlay, notes(ds)) == (None, [note("COMPRESSED", "6000")])


def test_a_packed_overlay_of_compressed_or_coloured_pixels_is_read() -> None:
    lines = scribble(16, 20, 30)
    ds = overlaid(dataset(**FRAME), lines)
    ds.compress(uid.RLELossless, generate_instance_uid=False)
    assert np.array_equal(drawn(ds)[0], lines)
    rgb = dataset(
        Rows=20, Columns=30, SamplesPerPixel=3, PhotometricInterpretation="RGB", PixelData=bytes(1800), **EIGHT
    )
    rgb.PlanarConfiguration = 0
    assert np.array_equal(drawn(overlaid(rgb, lines))[0], lines)
    described(rgb, 0x6002, rows=20, columns=30, origin=[1, 1], bits=8, position=8)
    assert notes(rgb) == [note("BROKEN", "6002")]


def test_an_overlay_on_which_nothing_is_drawn_is_none_and_says_nothing() -> None:
    ds = overlaid(embedded(np.zeros((1, 6, 10), bool)), np.zeros((6, 10)), 0x6002)
    scan = read(saved(ds))
    assert scan.overlay is None
    assert notes(ds) == []
    assert labels.IN_OVERLAY not in scan.warnings


def test_broken_overlays_end_in_the_picture_and_a_note() -> None:
    plain, seen = read(saved(dataset())), set()
    for name, ds in broken(250, seed=60):
        scan = read(saved(ds))
        assert np.array_equal(scan.pixels, plain.pixels), name
        assert scan.windows == plain.windows, name
        assert scan.overlay is None, name
        said = notes(ds)
        assert said, name
        groups = {f"{element.tag.group:04X}" for element in ds if 0x6000 <= element.tag.group < 0x6020}
        assert all(any(group in one for one in said) for group in groups), name
        seen |= set(name.split(": ")[1].split(", "))
    assert len(seen) == 11


def test_a_whole_overlay_beside_a_broken_one_is_still_drawn() -> None:
    lines = scribble(17, 32, 32)
    for name, ds in broken(20, seed=61):
        overlaid(ds, lines, 0x601E)
        assert np.array_equal(drawn(ds)[0], lines), name


def opens(data: bytes) -> bool:
    """Whether a picture comes of it, in this process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            dicom(data)
        except Exception:  # the child process catches as much
            return False
    return True


def test_no_byte_of_an_overlay_costs_a_picture_that_opens_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    files = list(mutants(400, seed=62))
    with_overlay = [opens(data) for data in files]
    monkeypatch.setattr(dicom_head, "_TAGS", [tag for tag in dicom_head._TAGS if tag.group >> 8 != 0x60])
    assert with_overlay == [opens(data) for data in files]
    assert 200 < sum(with_overlay) < 400


def test_frame_by_frame_an_overlay_has_a_limit_and_the_picture_has_not() -> None:
    lines = np.ones((1, 1), bool)
    many = overlays._PASTES // 2 + 1
    ds = dataset(Rows=1, Columns=1, NumberOfFrames=many, PixelData=bytes(2 * many))
    for group in (0x6000, 0x6002):
        overlaid(ds, np.repeat(lines[None], many, 0), group)
    scan = read(saved(overlaid(ds, lines, 0x6004)))
    assert scan.frames == many
    assert notes(ds) == [note("LARGE", "6000, 6002")]
    assert scan.overlay is not None
    assert scan.overlay.shape == (1, 1, 1)


def test_of_what_a_person_writes_on_an_overlay_nothing_is_read() -> None:
    ds = overlaid(dataset(**FRAME), scribble(18, 20, 30))
    for element, vr in ((0x22, "LO"), (0x40, "CS"), (0x1500, "LO"), (0x4000, "LT")):
        ds.add_new((0x6000, element), vr, CANARY)
    assert {0x22, 0x1500, 0x4000}.isdisjoint(tag & 0xFFFF for tag in overlays.TAGS)
    scan = read(saved(ds))
    assert CANARY not in str((scan.facts, scan.warnings, scan.windows, scan.unit))
    ds.add_new((0x6000, 0x10), "LO", CANARY)
    assert notes(ds) == [note("BROKEN", "6000")]


def scan_of(count: int, overlay: np.ndarray | None) -> Scan:
    pixels = np.arange(count * 20, dtype=np.uint8).reshape(count, 4, 5)
    return Scan(pixels, (Window(127.5, 255.0),), overlay=overlay)


def sent(scan: Scan) -> bytes:
    head, blocks = wire.packed(scan)
    return head + b"".join(block.tobytes() for block in blocks)


def received(answer: bytes, most: int = 1 << 20) -> Scan:
    """The scan of these bytes; nothing larger than `most` bytes may be asked for at once."""
    stream = io.BytesIO(answer)

    def fill(view: memoryview) -> None:
        assert len(view) <= most
        if stream.readinto(view) < len(view):
            raise EOFError

    return wire.received(fill)


@pytest.mark.parametrize("count", [1, 3])
def test_an_overlay_crosses_the_wire_as_it_is(count: int) -> None:
    for overlay in (None, scribble(20, 1, 4, 5), scribble(21, count, 4, 5)):
        scan = scan_of(count, None if overlay is None else overlay.astype(np.uint8) * 255)
        back = received(sent(scan))
        assert np.array_equal(back.pixels, scan.pixels)
        if overlay is None:
            assert back.overlay is None
        else:
            assert back.overlay is not None
            assert np.array_equal(back.overlay, scan.overlay)
            assert not back.overlay.flags.writeable
            assert back.nbytes == scan.pixels.nbytes + overlay.size


LIES = [
    [2, 5],
    [4, 10],
    [0, 0],
    [-1, 3],
    [3, 7],
    [3, 9],
    [1, 2],
    [1 << 40, 1 << 40],
    [3, 1 << 40],
    [3],
    "38",
    3,
    [None, 8],
]
LIES += [{}, [[], []], ["a", "b"], [1, 2, 3], [float("inf"), 8]]


@pytest.mark.parametrize("said", LIES, ids=str)
def test_a_header_that_lies_about_the_overlay_is_refused_before_memory_is_taken(said: object) -> None:
    whole = sent(scan_of(3, np.zeros((3, 4, 5), np.uint8)))
    length = struct.unpack(">I", whole[:4])[0]
    head = json.loads(whole[8 : 8 + length])
    assert head["overlay"] == [3, 8]
    text = json.dumps(head | {"overlay": said}).encode()
    with pytest.raises(wire.Broken):
        received(struct.pack(">I", len(text)) + whole[4:8] + text + whole[8 + length :], most=4096)


def test_an_overlay_over_the_limit_is_refused_and_one_cut_short_ends_early(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sent(scan_of(3, np.zeros((3, 4, 5), np.uint8)))
    with pytest.raises(EOFError):
        received(whole[:-1])
    monkeypatch.setattr(wire, "OVERLAY_BYTES", 59)
    with pytest.raises(wire.Broken):
        received(whole)
    assert PIXELS <= OVERLAY_BYTES  # one for all frames always fits


@pytest.mark.parametrize("count", [1, 6])
def test_the_overlay_of_a_volume_is_cut_like_its_pixels(count: int) -> None:
    pixels = (np.random.default_rng(22).random((6, 4, 5)) < 0.5).astype(np.uint8) * 255
    pixels = np.repeat(pixels[:1], 6, 0) if count == 1 else pixels
    scan = Scan(pixels, (Window(127.5, 255.0),), volume=True, overlay=pixels[:count])
    for plane in ("axial", "coronal", "sagittal"):
        cut = along(scan, plane)
        for frame in range(cut.frames):
            assert np.array_equal(cut.over(frame), cut.plane(frame)), (plane, frame)
    assert along(replace(scan, overlay=None), "coronal").over(0) is None
