"""python -m scans read FILE...: one JSON line for each file, whatever is in it; python -m scans write ID OUT."""

import json
import sys
from pathlib import Path

import cv2

from scans.decode import read
from scans.samples import sample, samples
from scans.scan import ScanError
from study.text import Text

UNOPENED = Text("文件打不开 - 检查路径和权限", "the file cannot be opened - check its path and that it may be read")


def main(args: list[str]) -> int:
    match args:
        case ["read", *paths] if paths:
            for path in paths:
                sys.stdout.write(json.dumps(looked_at(path), ensure_ascii=False) + "\n")
                sys.stdout.flush()
            return 0
        case ["write", id, out] if id in samples():
            image = sample(id).color()[..., ::-1]
            return 0 if cv2.imwrite(out, image) else 1
    print(f"usage: python -m scans read FILE... | write {{{','.join(samples())}}} OUT.png", file=sys.stderr)
    return 2


def looked_at(path: str) -> dict[str, object]:
    """What the file is: file, ok, kind, shape (F, H, W[, 3]), dtype, said (why not, in both languages)."""
    try:
        scan = read(Path(path).read_bytes())
    except OSError:
        return _refused(path, UNOPENED)
    except ScanError as problem:
        return _refused(path, problem.said)
    kind = "color" if scan.colored else "gray"
    shape = list(scan.pixels.shape)
    return {"file": path, "ok": True, "kind": kind, "shape": shape, "dtype": scan.pixels.dtype.name, "said": None}


def _refused(path: str, said: Text) -> dict[str, object]:
    words = {"zh": said.zh, "en": said.en}
    return {"file": path, "ok": False, "kind": None, "shape": None, "dtype": None, "said": words}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
