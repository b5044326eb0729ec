"""The lab that one writes in five lines: a slider, an operation, a picture. The picture is read from NAIVE_PICTURE."""

import os

import cv2
import streamlit as st

image = cv2.imread(os.environ["NAIVE_PICTURE"], cv2.IMREAD_GRAYSCALE)
ksize = st.slider("Kernel size", 1, 61, 9, 2)
sigma = st.slider("Sigma", 0.0, 10.0, 0.0, 0.1)
st.image(cv2.GaussianBlur(image, (ksize, ksize), sigma))
