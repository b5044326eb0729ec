"""PNG, JPEG, TIFF, BMP and WebP become the values that were written, whatever their depth."""

import io

import cv2
import numpy as np
import pytest
import tifffile
from PIL import Image, ImageOps

from scans.decode import read
from scans.scan import Scan, Window, shown
from tests.hostile import PICTURE, apng, pil

VALUES = np.random.default_rng(5).integers(0, 256, (23, 31), dtype=np.uint8)
RGB = np.random.default_rng(6).integers(0, 256, (23, 31, 3), dtype=np.uint8)


def tiff(values: np.ndarray, **options: object) -> Scan:
    out = io.BytesIO()
    tifffile.imwrite(out, values, **options)
    return read(out.getvalue())


def encoded(extension: str, values: np.ndarray) -> bytes:
    bgr = values[..., ::-1] if values.ndim == 3 else values
    return cv2.imencode(extension, bgr)[1].tobytes()


def said(scan: Scan) -> str:
    return " ".join(warning.en for warning in scan.warnings)


@pytest.mark.parametrize("extension", [".png", ".bmp", ".tiff"])
@pytest.mark.parametrize("values", [VALUES, RGB], ids=["gray", "color"])
def test_lossless_formats_give_back_the_values(extension: str, values: np.ndarray) -> None:
    scan = read(encoded(extension, values))
    assert np.array_equal(scan.pixels[0], values)
    assert scan.pixels.dtype == np.uint8
    assert not scan.warnings


@pytest.mark.parametrize("extension", [".png", ".tiff"])
@pytest.mark.parametrize("values", [VALUES, RGB], ids=["gray", "color"])
def test_sixteen_bits_stay_sixteen_bits(extension: str, values: np.ndarray) -> None:
    wide = values.astype(np.uint16) * 251
    scan = read(encoded(extension, wide))
    assert np.array_equal(scan.pixels[0], wide)
    assert scan.pixels.dtype == np.uint16


@pytest.mark.parametrize(
    ("kind", "becomes"),
    [
        *(("u1", "uint8"), ("i1", "int16"), ("u2", "uint16"), ("i2", "int16"), ("u4", "int16"), ("i4", "int16")),
        *(("f2", "float32"), ("f4", "float32"), ("f8", "float32"), ("c8", "float32"), ("?", "uint8")),
    ],
)
@pytest.mark.parametrize("order", ["<", ">"])
def test_every_kind_of_number_in_a_tiff_keeps_its_values(kind: str, becomes: str, order: str) -> None:
    values = VALUES.astype(kind)
    scan = tiff(values, byteorder=order)
    expected = np.abs(values) if kind == "c8" else values * np.uint8(255) if kind == "?" else values
    assert scan.pixels.dtype.name == becomes
    assert scan.pixels.dtype.isnative
    assert np.array_equal(scan.pixels[0], expected.astype(becomes))


def test_numbers_that_do_not_fit_become_floats_and_that_is_said() -> None:
    scan = tiff(VALUES.astype(np.uint32) * 1_000_000)
    assert scan.pixels.dtype == np.float32
    assert "32-bit floats" in said(scan)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_jpeg_is_what_pillow_decodes(mode: str) -> None:
    data = pil("JPEG", mode, quality=92)
    expected = np.asarray(Image.open(io.BytesIO(data)).convert("L" if mode == "L" else "RGB"))
    scan = read(data)
    assert np.abs(scan.pixels[0].astype(int) - expected).max() <= 2
    assert ("CMYK" in said(scan)) == (mode == "CMYK")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_orientation_mark_is_applied_as_pillow_does(kind: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = pil(kind, exif=exif, **({"lossless": True} if kind == "WEBP" else {}))
    expected = np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(data))))
    scan = read(data)
    assert scan.pixels[0].shape == expected.shape
    assert np.abs(scan.pixels[0].astype(int) - expected).max() <= 1
    assert ("orientation" in said(scan)) == (orientation > 1)


def test_transparent_parts_are_black_and_that_is_said() -> None:
    rgba = np.dstack([RGB, np.zeros(RGB.shape[:2], np.uint8)])
    rgba[5:, :, 3] = 255
    out = io.BytesIO()
    Image.fromarray(rgba).save(out, "PNG")
    scan = read(out.getvalue())
    assert not scan.pixels[0, :5].any()
    assert np.array_equal(scan.pixels[0, 5:], RGB[5:])
    assert "black" in said(scan)


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF"])
def test_one_bit_is_black_and_white(kind: str) -> None:
    scan = read(pil(kind, "1"))
    expected = np.asarray(Image.fromarray(PICTURE).convert("1"))
    assert np.array_equal(scan.gray() == 255, expected)
    assert set(np.unique(scan.gray())) == {0, 255}


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF"])
def test_a_palette_becomes_its_colours(kind: str) -> None:
    picture = Image.fromarray(PICTURE).quantize(16)
    out = io.BytesIO()
    picture.save(out, kind)
    assert np.array_equal(read(out.getvalue()).pixels[0], np.asarray(picture.convert("RGB")))


@pytest.mark.parametrize("kind", ["u1", "u2"])
def test_white_is_zero_is_inverted_for_display_only(kind: str) -> None:
    scan = tiff(VALUES.astype(kind), photometric="miniswhite")
    assert np.array_equal(scan.pixels[0], VALUES)
    full = Window(127.5, 255)
    assert np.array_equal(scan.gray(full), 255 - VALUES)


def test_what_is_not_finite_is_counted_and_left_out_of_the_window() -> None:
    values = np.linspace(0, 100, 2000, dtype=np.float32).reshape(40, 50)
    values[:10] = np.nan
    values[10, 0] = np.inf
    scan = tiff(values)
    low, high = scan.windows[0].edges
    assert 20 < low < high <= 100
    assert "25.1%" in said(scan)
    assert not scan.gray()[:10].any()


def test_pages_of_one_size_are_frames_and_others_are_left_out() -> None:
    pages = np.random.default_rng(8).integers(0, 99, (5, 12, 14), dtype=np.uint16)
    scan = tiff(pages, photometric="minisblack")
    assert np.array_equal(scan.pixels, pages)
    out = io.BytesIO()
    with tifffile.TiffWriter(out) as writer:
        writer.write(pages[0])
        writer.write(pages[1, :6])
    scan = read(out.getvalue())
    assert np.array_equal(scan.pixels, pages[:1])
    assert "first 1 of 2 pages" in said(scan)


def test_two_hundred_pages_are_enough() -> None:
    scan = tiff(np.zeros((205, 4, 4), np.uint8), photometric="minisblack")
    assert scan.frames == 200
    assert "first 200 of" in said(scan)


def test_of_an_animation_the_first_frame_is_read() -> None:
    scan = read(apng(3, 3))
    assert scan.pixels.shape == (1, 16, 16)
    assert "animated" in said(scan)


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.int16])
@pytest.mark.parametrize(
    "window", [Window(40, 400), Window(40, 80, linear=True), Window(0, 1, linear=True), Window(9, 0)]
)
def test_many_pixels_go_through_the_window_as_few_do(kind: type, window: Window) -> None:
    values = np.random.default_rng(9).integers(np.iinfo(kind).min, np.iinfo(kind).max, (300, 300), kind, endpoint=True)
    rows = np.stack([shown(row[None], window)[0] for row in values])
    assert np.array_equal(shown(values, window), rows)


def test_the_widest_floats_do_not_warn() -> None:
    scan = tiff(np.array([[-3e38, 3e38], [0, 1]], np.float32))
    assert scan.gray().dtype == np.uint8
