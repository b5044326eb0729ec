"""From bytes to a Scan: decoding in a limited child process, sample scans, and what must not be shown.

OpenCV reads its size limits once, while it is imported, so they are set here, before anything imports it.
"""

import os

for _name, _value in {
    "OPENCV_IO_MAX_IMAGE_PIXELS": "40000000",
    "OPENCV_IO_MAX_IMAGE_WIDTH": "65535",
    "OPENCV_IO_MAX_IMAGE_HEIGHT": "65535",
    "OPENCV_LOG_LEVEL": "SILENT",
}.items():
    os.environ.setdefault(_name, _value)
