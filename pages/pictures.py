"""A picture as bytes that st.image passes on untouched."""

import cv2


def png(image: cv2.typing.MatLike) -> bytes:
    """Lossless PNG of (H, W) or (H, W, 3) RGB pixels, 8 or 16 bit."""
    swapped = cv2.cvtColor(image, cv2.COLOR_RGB2BGR) if image.ndim == 3 else image
    return cv2.imencode(".png", swapped, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1].tobytes()
