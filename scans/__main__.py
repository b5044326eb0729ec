"""python -m scans read FILE...: one JSON line for each file, whatever is in it; python -m scans write ID OUT."""

import json
import stat
import sys
from pathlib import Path

import cv2

from scans.decode import read
from scans.limits import check_file
from scans.magic import kind
from scans.samples import sample, samples
from scans.scan import ScanError
from study.text import Text

UNOPENED = Text(
    "文件打不开，请检查路径和读取权限。",
    "The file cannot be opened. Check its path and that it may be read.",
)


def main(args: list[str]) -> int:
    """Do what the arguments say; 0 when it ran, 1 when nothing was written, 2 when they make no sense."""
    match args:
        case ["read", *paths] if paths:
            for path in paths:
                # ASCII, because a terminal's encoding may know no Chinese and a path may be no text at all
                print(json.dumps(looked_at(path)), flush=True)
            return 0
        case ["write", id, out] if id in samples():
            return _written(id, Path(out))
    ids = ",".join(samples())
    print(f"usage: python -m scans read FILE... | write {{{ids}}} OUT.dcm|OUT.png", file=sys.stderr)
    return 2


def looked_at(path: str) -> dict[str, object]:
    """file, ok, kind, shape (frames, height, width[, 3]), dtype, and said: why not, in both languages."""
    answer: dict[str, object] = {"file": path, "ok": False, "kind": None, "shape": None, "dtype": None, "said": None}
    try:
        data = _opened(Path(path))
        answer["kind"] = kind(data)
        scan = read(data)
    except (OSError, ValueError) as error:
        said = error.said if isinstance(error, ScanError) else UNOPENED
        return answer | {"said": {"zh": said.zh, "en": said.en}}
    return answer | {"ok": True, "shape": list(scan.pixels.shape), "dtype": scan.pixels.dtype.name}


def _opened(path: Path) -> bytes:
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):  # a pipe would be waited for
        raise ScanError(UNOPENED)
    check_file(about.st_size)
    return path.read_bytes()


def _written(id: str, out: Path) -> int:
    if out.suffix.lower() == ".dcm":
        from scans.as_dicom import as_dicom

        data = as_dicom(id)
    else:
        scan = sample(id)
        data = cv2.imencode(".png", scan.color()[..., ::-1] if scan.colored else scan.gray())[1].tobytes()
    try:
        out.write_bytes(data)
    except OSError:
        print(f"{out}: cannot be written - check the folder", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
