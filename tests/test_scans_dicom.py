"""DICOM becomes measured values; pydicom with its own decoders is the oracle wherever it can decode."""

import io
import warnings
from pathlib import Path

import imagecodecs
import numpy as np
import pydicom
import pytest
from pydicom import uid
from pydicom.dataset import Dataset
from pydicom.pixels import apply_color_lut, apply_modality_lut, apply_voi, apply_windowing, pixel_array
from pydicom.sequence import Sequence

from scans.decode import read
from scans.scan import Scan, ScanError
from tests.hostile_dicom import EIGHT, dataset, made, packed, saved

FILES = Path(pydicom.__file__).parent / "data"
TWINS = ("RLE", "bigendian", "expb", "implicit", "jp2klossless", "jpeg_ls_lossless", "padded")
WIDE = (np.arange(1024) % 4096).astype(np.uint16).reshape(32, 32)


def stored(name: str) -> Scan:
    return read((FILES / "test_files" / name).read_bytes())


def oracle(data: bytes) -> tuple[Dataset, np.ndarray | None]:
    """What pydicom makes of it; None when it cannot."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ds = pydicom.dcmread(io.BytesIO(data), force=True)
        try:
            return ds, pixel_array(ds)
        except (AttributeError, RuntimeError, ValueError, NotImplementedError, TypeError, KeyError):
            return ds, None


@pytest.mark.parametrize("twin", TWINS)
def test_one_picture_in_eight_transfer_syntaxes_is_one_picture(twin: str) -> None:
    one, other = stored("MR_small.dcm"), stored(f"MR_small_{twin}.dcm")
    assert np.array_equal(one.pixels, other.pixels)
    assert other.pixels.dtype.isnative
    assert one.windows == other.windows


def test_every_file_of_pydicom_ends_in_its_picture_or_in_a_sentence(caplog: pytest.LogCaptureFixture) -> None:
    pictures = 0
    for path in sorted(p for p in FILES.rglob("*") if p.is_file() and p.suffix not in (".py", ".pyc", ".json")):
        data = path.read_bytes()
        ds, expected = oracle(data)
        try:
            scan = read(data)
        except ScanError:
            assert expected is None, path.name
            continue
        pictures += 1
        if expected is not None:
            assert np.array_equal(scan.pixels, _measured(ds, expected).reshape(scan.pixels.shape)), path.name
    assert pictures > 95


def _measured(ds: Dataset, values: np.ndarray) -> np.ndarray:
    if ds.PhotometricInterpretation == "PALETTE COLOR":
        values = apply_color_lut(values, ds)
        return (values >> 8).astype(np.uint8) if values.dtype == np.uint16 else values
    if ds.BitsAllocated == 1:
        return values * np.uint8(255)
    if "RescaleSlope" in ds or ds.get("ModalityLUTSequence"):
        values = apply_modality_lut(values, ds)
    scaling = np.float64(ds.get("DoseGridScaling", 1))
    values = values * scaling if scaling != 1 else values
    return values.astype(np.float32) if values.dtype.itemsize > 2 else values


@pytest.mark.parametrize("syntax", [uid.JPEGLossless, uid.JPEGLosslessSV1, uid.JPEGLSLossless, uid.JPEG2000Lossless])
@pytest.mark.parametrize("signed", [False, True])
def test_lossless_compression_loses_nothing(syntax: uid.UID, signed: bool) -> None:
    values = (WIDE.astype(np.int16) - 2048) if signed else WIDE
    bits = {"BitsAllocated": 16, "BitsStored": 12, "HighBit": 11}
    raw = (values & 0xFFF).astype(np.uint16)  # these formats have no signs: two's complement in 12 bits
    frame = {
        uid.JPEGLSLossless: lambda: imagecodecs.jpegls_encode(raw),
        uid.JPEG2000Lossless: lambda: imagecodecs.jpeg2k_encode(values, level=0, codecformat="j2k", bitspersample=12),
    }.get(syntax, lambda: imagecodecs.jpeg8_encode(raw, lossless=True, bitspersample=12))()
    scan = read(packed(bytes(frame), syntax, **{**bits, "rows": 32, "columns": 32, "PixelRepresentation": int(signed)}))
    assert np.array_equal(scan.pixels[0], values)


def test_high_throughput_jpeg_2000_is_read() -> None:
    values = WIDE.astype(np.uint8)
    frame = bytes(imagecodecs.htj2k_encode(values, reversible=True))
    assert np.array_equal(read(packed(frame, uid.HTJ2KLossless, 32, 32)).pixels[0], values)


@pytest.mark.parametrize(
    ("slope", "intercept", "becomes"),
    [
        ("1", "-1024", "int16"),
        ("2", "0", "int16"),
        ("0.5", "0", "float32"),
        ("16", "0", "uint16"),
        ("100", "0", "float32"),
    ],
)
def test_slope_and_intercept_give_exact_integers_where_they_can(slope: str, intercept: str, becomes: str) -> None:
    scan = read(
        made(RescaleSlope=slope, RescaleIntercept=intercept, PixelData=(WIDE * 4).tobytes(), BitsStored=16, HighBit=15)
    )
    assert scan.pixels.dtype.name == becomes
    assert np.allclose(scan.pixels[0], WIDE * 4.0 * float(slope) + float(intercept), rtol=1e-6)


def test_a_ct_is_in_hounsfield_units_and_offers_the_usual_windows() -> None:
    scan = stored("CT_small.dcm")
    assert scan.unit == "HU"
    assert {w.name.en for w in scan.windows} >= {"Lung", "Bone", "Brain", "Liver", "Soft tissue", "Mediastinum"}


@pytest.mark.parametrize("function", ["LINEAR", "LINEAR_EXACT"])
@pytest.mark.parametrize(("center", "width"), [(2000, 4000), (40, 80), (512, 2), (100, 1), (2047.5, 300.5)])
def test_a_window_is_the_formula_of_the_standard(function: str, center: float, width: float) -> None:
    ds = dataset(WindowCenter=center, WindowWidth=width, VOILUTFunction=function)
    expected = apply_windowing(WIDE.astype(np.float64), ds) * 255 / 4095
    found = read(saved(ds)).gray().astype(float)
    # half a level for rounding; pydicom treats the very edges of the exact function as outside
    assert np.abs(found - expected)[np.abs(WIDE - center) > 0.6].max() <= 0.51


def test_monochrome1_is_inverted_after_the_window() -> None:
    window = {"WindowCenter": 300, "WindowWidth": 200}
    plain, other = read(made(**window)), read(made(PhotometricInterpretation="MONOCHROME1", **window))
    assert np.array_equal(plain.pixels, other.pixels)
    assert np.array_equal(other.gray(), 255 - plain.gray())


def test_all_windows_of_the_file_come_first_and_free_text_is_not_passed_on() -> None:
    names = ["LUNG", "Smith^John 1970"]
    scan = read(made(WindowCenter=[-600, 40], WindowWidth=[1500, 400], WindowCenterWidthExplanation=names))
    assert [(w.center, w.width) for w in scan.windows[:2]] == [(-600, 1500), (40, 400)]
    assert scan.windows[0].name.en == "Lung"
    assert "Smith" not in str(scan.windows)


def test_a_window_without_width_is_no_window() -> None:
    assert read(made(WindowCenter=40, WindowWidth=0)).windows == read(made()).windows


def table(first: int, levels: np.ndarray, bits: int, said: str = "") -> Dataset:
    """A display table, with an explanation."""
    item = Dataset()
    item.LUTDescriptor, item.LUTExplanation = [len(levels) & 0xFFFF, first, bits], said
    item.add_new("LUTData", "OW", levels.astype("<u2" if bits > 8 else "u1").tobytes())
    return item


@pytest.mark.parametrize("bits", [10, 12, 16])
@pytest.mark.parametrize("first", [0, 500])
def test_a_display_table_is_applied_as_pydicom_does(first: int, bits: int) -> None:
    levels = np.rint((1 - np.linspace(0, 1, 900) ** 2) * (2**bits - 1))
    ds = dataset(VOILUTSequence=Sequence([table(first, levels, bits)]))
    expected = apply_voi(WIDE, ds) * 255.0 / (2**bits - 1)
    assert np.abs(read(saved(ds)).gray() - expected).max() <= 0.51


@pytest.mark.parametrize("vr", ["OW", "US"])
@pytest.mark.parametrize("wide", [False, True])
def test_a_display_table_of_eight_bits_is_read_however_its_entries_are_packed(vr: str, wide: bool) -> None:
    """DICOM PS3.3 C.11.2.1.1 packs two entries into a word; many files give a word to each."""
    levels = np.rint((1 - np.linspace(0, 1, 900) ** 2) * 255).astype("<u2" if wide else "u1")
    item = Dataset()
    item.LUTDescriptor = [900, 500, 8]
    item.add_new("LUTData", vr, levels.tobytes() if vr == "OW" else levels.view("<u2").tolist())
    expected = levels[np.clip(WIDE.astype(int) - 500, 0, 899)]
    assert np.array_equal(read(made(VOILUTSequence=Sequence([item]))).gray(), expected)


def test_display_tables_come_before_windows_and_say_what_they_are() -> None:
    steps = np.arange(4096)
    items = [table(0, steps, 12, "HARDER"), table(9, steps[::-1], 12, "Smith^John 1970")]
    scan = read(made(VOILUTSequence=Sequence(items), WindowCenter=40, WindowWidth=80))
    assert [w.name.en for w in scan.windows[:3]] == ["Harder", "The file's curve 2", "From the file 1"]
    assert "Smith" not in str(scan.windows)
    assert any("VOI LUT" in said.en for said in scan.warnings)


def test_of_two_display_tables_for_one_span_the_first_is_listed_and_the_rest_is_said() -> None:
    steps = np.arange(4096)
    items = [table(0, steps, 12, "HARDER"), table(0, steps[::-1], 12, "SOFTER")]
    scan = read(made(VOILUTSequence=Sequence(items)))
    assert "Harder" in [w.name.en for w in scan.windows]
    assert "Softer" not in [w.name.en for w in scan.windows]
    assert any("only the first" in said.en for said in scan.warnings)
    alone = read(made(VOILUTSequence=Sequence(items[:1])))
    assert not any("only the first" in said.en for said in alone.warnings)


@pytest.mark.parametrize("described", [[0, 0, 16], [4, 0, 3], [4, 0, 99], [1, 0, 16]])
def test_a_display_table_that_makes_no_sense_is_left_out(described: list[int]) -> None:
    item = table(0, np.zeros(4), 16)
    item.LUTDescriptor = described
    assert read(made(VOILUTSequence=Sequence([item]))).windows == read(made()).windows


@pytest.mark.parametrize(("center", "width"), [(2000, 400), (40, 80), (100, 1)])
def test_a_sigmoid_window_is_the_formula_of_the_standard(center: float, width: float) -> None:
    scan = read(made(WindowCenter=center, WindowWidth=width, VOILUTFunction="SIGMOID"))
    with np.errstate(over="ignore"):
        expected = 255 / (1 + np.exp(-4 * (WIDE.astype(float) - center) / width))
    assert np.abs(scan.gray() - expected).max() <= 0.51
    assert scan.windows[0].sigmoid
    assert any("SIGMOID" in said.en for said in scan.warnings)


def test_frames_with_their_own_slope_are_scaled_one_by_one() -> None:
    groups = []
    for slope in (1, 10):
        values, group = Dataset(), Dataset()
        values.RescaleSlope, values.RescaleIntercept = slope, 5
        group.PixelValueTransformationSequence = Sequence([values])
        groups.append(group)
    twice = {"NumberOfFrames": 2, "PixelData": WIDE.tobytes() * 2}
    scan = read(made(PerFrameFunctionalGroupsSequence=Sequence(groups), **twice))
    assert np.array_equal(scan.pixels, np.stack([WIDE + 5, WIDE * 10 + 5]))


@pytest.mark.parametrize("planar", [0, 1])
def test_colour_is_rgb_in_either_order(planar: int) -> None:
    rgb = np.random.default_rng(2).integers(0, 256, (32, 32, 3), dtype=np.uint8)
    raw = rgb if planar == 0 else np.moveaxis(rgb, -1, 0)
    elements = {**EIGHT, "SamplesPerPixel": 3, "PhotometricInterpretation": "RGB", "PlanarConfiguration": planar}
    assert np.array_equal(read(made(**elements, PixelData=raw.tobytes())).pixels[0], rgb)


@pytest.mark.parametrize(
    ("modality", "burned", "warned"),
    [
        *(("CT", None, False), ("CT", "NO", False), ("CT", "YES", True), ("US", "NO", True), ("US", None, True)),
        *(("OT", "NO", True), ("XA", None, True), ("MR", None, False), ("XX", None, True)),
    ],
)
def test_names_in_the_pixels_are_warned_of(modality: str, burned: str | None, warned: bool) -> None:
    scan = read(made(Modality=modality, BurnedInAnnotation=burned, SOPClassUID=uid.CTImageStorage))
    assert any("burned" in said.en for said in scan.warnings) == warned


def test_a_capture_of_a_ct_screen_is_warned_of() -> None:
    assert any("burned" in said.en for said in read(made(Modality="CT")).warnings)


@pytest.mark.parametrize("missing", ["Rows", "BitsAllocated", "PixelRepresentation", "PhotometricInterpretation"])
def test_a_missing_element_is_named(missing: str) -> None:
    with pytest.raises(ScanError, match=missing):
        read(made(**{missing: None}))


def test_without_pixels_there_is_no_picture() -> None:
    with pytest.raises(ScanError, match="no picture"):
        read(made(PixelData=None))
