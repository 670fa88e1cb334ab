"""Makes a part of a frame unrecognisable, and tells whether a part still holds anything to recognise."""

import cv2
import numpy

from .places import Covered, Place

PATCHES = 4
"""What is blurred is no more than 4 × 4 colours: too few for a face."""

TAKEN_EVERY = 1.0
"""Seconds for which the colours stay: many frames of one face, added up, tell no more than one."""

BLACK = {"plate", "text"}
"""Writing is made black: letters can be guessed from the colours they leave."""

_DETAIL = 6.0
_MOST_LIGHT = 40
_EDGE = 0.12
_FEWEST_POINTS = 16


class Hidden:
    """One thing as it is hidden over the frames."""

    def __init__(self, thing: Covered) -> None:
        self.thing = thing
        self._colours: numpy.ndarray | None = None
        self._taken = 0.0

    def hide(self, points: numpy.ndarray, place: Place, second: float) -> None:
        """Replace the points under a box; nothing of them is left in the frame."""
        left, top, right, low = corners(points, place)
        if right <= left or low <= top:
            return
        region = points[top:low, left:right]
        if self.thing.kind in BLACK:
            region[:] = 0
            return
        if self._colours is None or second - self._taken >= TAKEN_EVERY:
            self._colours, self._taken = _colours(region), second
        region[:] = _smooth(self._colours, region.shape)


def has_detail(points: numpy.ndarray, place: Place, kind: str, over: list[Place]) -> bool:
    """Whether more than a few smooth colours are left under a box.

    Left out are its edge, which coding lets shimmer, and what lies `over` it: boxes that were hidden after it.
    """
    left, top, right, low = corners(points, place)
    across, down = max(2, int((right - left) * _EDGE)), max(2, int((low - top) * _EDGE))
    if right - left <= 2 * across + 4 or low - top <= 2 * down + 4:
        return False
    region = points[top:low, left:right].astype(numpy.float32)
    free = numpy.ones(points.shape[:2], numpy.float32)
    for other in over:
        x, y, x2, y2 = corners(points, other.grown(_EDGE))
        free[y:y2, x:x2] = 0
    free = free[top:low, left:right]
    counted = numpy.zeros(free.shape, bool)
    counted[down:-down, across:-across] = free[down:-down, across:-across] > 0
    if counted.sum() < _FEWEST_POINTS:
        return False
    if kind in BLACK:
        return float(region[counted].max()) > _MOST_LIGHT
    share = numpy.maximum(_colours(free), 1e-3)[..., None]
    smooth = _smooth(_colours(region * free[..., None]) / share, region.shape)
    return float(numpy.abs(region - smooth)[counted].mean()) > _DETAIL


def corners(points: numpy.ndarray, place: Place) -> tuple[int, int, int, int]:
    """Left, top, right and lower edge in points, rounded outwards."""
    high, wide = points.shape[:2]
    part = place.inside()
    right = min(wide, -int(-(part.left + part.width) * wide // 1))
    low = min(high, -int(-(part.top + part.height) * high // 1))
    return int(part.left * wide), int(part.top * high), right, low


def _colours(region: numpy.ndarray) -> numpy.ndarray:
    return cv2.resize(region, (PATCHES, PATCHES), interpolation=cv2.INTER_AREA)


def _smooth(colours: numpy.ndarray, shape: tuple[int, ...]) -> numpy.ndarray:
    return cv2.resize(colours, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR)
