"""Nothing of a patient leaves the decoder: not as a fact, a warning, an error, a log line, output or a file."""

import logging
import random
import struct
from pathlib import Path

import pytest
from pydicom.datadict import DicomDictionary, keyword_for_tag
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from scans import decode
from scans.decode import read
from scans.scan import ScanError
from tests.hostile import chunk, mutants, png
from tests.hostile_dicom import dataset, saved

CANARY = "CNRY7Q"
_TEXTS = ("PN", "LO", "SH", "ST", "LT", "UT", "UC", "AE", "CS")
_DATES = {"DA": "19530417", "TM": "042317", "DT": "19530417042317", "AS": "071Y", "UI": "1.2.19530417.99"}
# These decide how pixels are read; anything else is kept out of them by the standard's closed lists.
_TECHNICAL = ("PhotometricInterpretation", "SOPClassUID", "SpecificCharacterSet")


def patient() -> Dataset:
    """A picture whose every element that can hold text holds a canary, in private and nested elements too."""
    ds = dataset()
    for tag, (vr, *_) in DicomDictionary.items():
        keyword = keyword_for_tag(tag)
        if keyword in _TECHNICAL or tag >> 16 in (0, 2, 4, 0x7FE0) or not keyword:
            continue
        if vr in _TEXTS:
            ds.add_new(tag, vr, CANARY)
        elif vr in _DATES:
            ds.add_new(tag, vr, _DATES[vr])
    ds.add_new(0x00290010, "LO", CANARY)
    ds.add_new(0x00291001, "LT", CANARY)
    item = Dataset()
    item.PatientName, item.PatientComments = CANARY, CANARY
    ds.RequestAttributesSequence = Sequence([item])
    ds.WindowCenter, ds.WindowWidth, ds.WindowCenterWidthExplanation = [40, 50], [400, 500], [CANARY, CANARY]
    return ds


@pytest.fixture(scope="module")
def file() -> bytes:
    data = saved(patient())
    assert data.count(CANARY.encode()) > 1000
    return data


@pytest.fixture
def quiet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> "Quiet":
    """A decoder whose temporary folder is ours."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    if decode._current is not None:
        decode._current.stop()
    caplog.set_level(logging.DEBUG)
    return Quiet(tmp_path, capfd, caplog)


class Quiet:
    """What may not have been written to."""

    def __init__(self, folder: Path, output: pytest.CaptureFixture[str], log: pytest.LogCaptureFixture) -> None:
        self.folder, self.output, self.log = folder, output, log

    def check(self) -> None:
        out, err = self.output.readouterr()
        assert (out, err, self.log.text) == ("", "", "")
        assert not list(self.folder.iterdir())


def revealing(text: str) -> bool:
    return CANARY in text or "19530417" in text or "071Y" in text


def test_a_picture_shows_only_facts_that_tell_nobody(file: bytes, quiet: Quiet) -> None:
    scan = read(file)
    assert scan.facts
    assert not revealing(repr((scan.facts, scan.warnings, scan.windows, scan.unit)))
    quiet.check()


def test_errors_tell_nothing_either(file: bytes, quiet: Quiet) -> None:
    at = file.rfind(b"\xe0\x7f\x10\0")
    broken = [
        file[:at],
        file[: at + 50],
        file[: len(file) // 2],
        file[132:2000],
        file[:at] + struct.pack("<HH", 9, 9) * 99,
    ]
    broken += [file.replace(b"MONOCHROME2 ", (CANARY * 2).encode()), *mutants([file], 30, 5)]
    refused = 0
    for data in broken:
        try:
            scan = read(data)
        except ScanError as error:
            refused += 1
            chain = repr((error, error.said, error.__cause__, error.__context__))
            assert not revealing(chain)
        else:
            assert not revealing(repr((scan.facts, scan.warnings, scan.windows)))
    assert refused > 5
    quiet.check()


def test_a_picture_named_and_commented_with_a_patient_says_nothing(quiet: Quiet) -> None:
    texts = chunk(b"tEXt", b"Patient\0" + CANARY.encode()) + chunk(b"iTXt", b"Name\0\0\0\0\0" + CANARY.encode())
    scan = read(png(8, 8, extra=texts))
    assert not revealing(repr((scan.facts, scan.warnings)))
    for data in (random.Random(1).randbytes(50) + CANARY.encode() * 9, CANARY.encode() * 9):
        with pytest.raises(ScanError) as caught:
            read(data)
        assert not revealing(repr(caught.value) + repr(caught.value.said))
    quiet.check()
