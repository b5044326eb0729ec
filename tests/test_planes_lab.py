"""In the lab a volume is cut along three planes: the URL says which, the token carries it, and the slices follow."""

from dataclasses import replace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages import lab_bench
from pages.lab_bench import UPLOAD
from scans.decode import read
from scans.planes import along
from scans.scan import Scan, Window
from server import pictures as held
from server.pictures import Pictures, cut
from server.saved import result_png
from server.scene import beside
from tests.hostile_nifti import nii
from tests.test_pages import fresh as fresh
from tests.test_pages import opened, text
from tests.test_scans_nifti import RAS

HOSTILE = ["", "CORONAL", "axial:coronal", "../..", "0", "冠状面", "coronal ", "x" * 5000, "<b>"]


def volume() -> Scan:
    return read(nii(RAS))


def test_an_upload_is_found_along_a_plane_without_a_copy_and_by_its_visitor_only() -> None:
    store, whole = Pictures(1_000_000, 60), volume()
    token = store.hold(whole, "anna")
    for plane in ("axial", "coronal", "sagittal"):
        found = store.find(cut(token, plane), "anna")
        assert found is not None
        assert np.array_equal(found.pixels, along(whole, plane).pixels)
        assert np.shares_memory(found.pixels, whole.pixels)
        assert store.find(cut(token, plane), "ben") is None
    assert store.held == whole.pixels.nbytes
    assert len(cut(token, "sagittal")) <= 64  # the longest token that an ask may carry
    store.drop(token)
    assert store.find(cut(token, "coronal"), "anna") is None


@pytest.mark.parametrize("said", HOSTILE[1:])
def test_no_other_word_behind_a_token_finds_anything(said: str) -> None:
    store = Pictures(1_000_000, 60)
    token = store.hold(volume(), "anna")
    assert store.find(f"{token}:{said}", "anna") is None
    assert store.find(f"sample:ct-abdomen:{said}", "anna") is None


@pytest.mark.parametrize("said", HOSTILE)
def test_no_other_word_in_the_url_is_a_plane(said: str) -> None:
    bench = lab_bench.read({"plane": said}, UPLOAD)
    assert bench.plane == "axial"
    assert "plane" not in bench.query()


def test_the_url_keeps_the_plane_of_an_upload_and_of_nothing_else() -> None:
    bench = lab_bench.read({"plane": "coronal", "frame": "3"}, UPLOAD)
    assert bench.query() == {"exercise": "canny", "plane": "coronal", "frame": "3"}
    assert lab_bench.read(bench.query(), UPLOAD) == bench
    assert lab_bench.read({"plane": "coronal", "scan": "mr-head"}, UPLOAD).plane == "axial"
    assert lab_bench.read({"plane": "coronal"}).plane == "axial"


def test_a_second_volume_shows_the_same_slice_and_a_single_picture_its_only_one() -> None:
    whole = volume()
    exercise, values = lab_bench.read({"exercise": "dice"}).exercise, np.zeros((4, 9, 9), np.uint8)
    values[2, 2:6, 2:6] = 255
    mask = Scan(values, (Window(127.5, 255),))
    single = Scan(values[2:3], (Window(127.5, 255),))
    assert beside(whole, whole, 5) == 5
    assert beside(whole, single, 5) == 0
    knobs = exercise.turn({})
    png = [result_png(exercise, knobs, mask, other, frame=2) for other in (mask, single)]
    assert png[0] == png[1]
    assert png[0] != result_png(exercise, knobs, mask, mask, frame=1)


def chosen(at: AppTest) -> list[str]:
    return [str(group.key) for group in at.get("button_group")]


def test_the_page_offers_the_planes_of_a_volume_and_says_what_is_not_square() -> None:
    held.pictures.cache_clear()
    at = opened("lab")
    assert "lab.plane" not in chosen(at)  # a sample is no volume
    lab = at.session_state["pages.lab_state.Lab"]
    token = held.pictures().hold(replace(volume(), spacing=(2.0, 1.5), gap=3.0), "visitor")
    lab.tokens[UPLOAD] = token
    at.query_params["plane"] = "coronal"
    at.run()
    assert not at.exception, at.exception
    assert at.button_group(key="lab.plane").value == "coronal"
    assert "行距 3 mm，列距 1.5 mm" in text(at)
    assert "画面按真实比例显示" in text(at)
    at.button_group(key="lab.plane").set_value("sagittal").run()
    assert not at.exception, at.exception
    assert at.query_params["plane"] == "sagittal"
    assert at.query_params["frame"] == "3"  # the middle of six
    at.query_params["plane"] = "<script>"
    at.run()
    assert not at.exception, at.exception
    assert at.button_group(key="lab.plane").value == "axial"
