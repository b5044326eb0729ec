"""The lab in Gradio Blocks; run by a Python that has gradio: PORT and FORMAT (webp is its default) as arguments."""

import sys

import cv2
import gradio as gr
import numpy as np

port, kind = int(sys.argv[1]), sys.argv[2]


def stamp(image: np.ndarray, value: int) -> np.ndarray:
    block = max(8, image.shape[1] // 32)
    image[:block, :block] = (value * 53) % 200 + 28
    return image


def run(image: np.ndarray | None, sigma: int) -> np.ndarray | None:
    return None if image is None else stamp(cv2.GaussianBlur(image, (0, 0), sigma / 10), int(sigma))


with gr.Blocks() as demo:
    source = gr.Image(label="scan", type="numpy", format=kind)
    slider = gr.Slider(1, 60, 20, step=1, label="sigma")
    shown = gr.Image(label="result", format=kind)
    slider.input(run, [source, slider], shown, show_progress="hidden")
    source.change(run, [source, slider], shown, show_progress="hidden")
demo.launch(server_port=port, quiet=True)
