"""The lab as a first afternoon with Streamlit gives it: file_uploader, slider, st.image."""

import cv2
import numpy as np
import streamlit as st

from benchmarks.pictures import stamp

file = st.file_uploader("scan")
sigma = st.slider("sigma", 1, 60, 20)
if file is not None:
    image = cv2.imdecode(np.frombuffer(file.getvalue(), np.uint8), cv2.IMREAD_UNCHANGED)
    blurred = cv2.GaussianBlur(image, (0, 0), sigma / 10)
    if blurred.dtype == np.uint16:
        blurred = (blurred / 257).astype(np.uint8)
    st.image(stamp(blurred, sigma), channels="BGR" if image.ndim == 3 else "RGB")
