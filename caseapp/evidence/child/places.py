"""Where a thing lies in a film from frame to frame: set by people on some frames, followed by the program between."""

import bisect
import math
from typing import Any, NamedTuple

import cv2
import numpy

GREY_SIDE = 640
"""Frames are followed at this size: enough for a face of twenty points in a film of 1,280."""

SURE = 0.5
"""How alike, from -1 to 1, a patch must be to count as the same thing."""

_SCALES = (1.0, 0.95, 1.05)
_KEPT = 0.9
_SMALLEST = 8
_PLAIN = 4.0
_LOST_FRAMES = 8
_GROWTH = 1.02
_MOST_GROWN = 2.0


class Place(NamedTuple):
    """A box in shares of the frame."""

    left: float
    top: float
    width: float
    height: float

    def grown(self, share: float) -> "Place":
        across, down = self.width * share, self.height * share
        return Place(self.left - across, self.top - down, self.width + 2 * across, self.height + 2 * down).inside()

    def inside(self) -> "Place":
        """The part of it that lies in the frame."""
        left, top = max(0.0, self.left), max(0.0, self.top)
        right, low = min(1.0, self.left + self.width), min(1.0, self.top + self.height)
        return Place(left, top, max(0.0, right - left), max(0.0, low - top))

    def with_other(self, other: "Place") -> "Place":
        """The smallest box round both."""
        left, top = min(self.left, other.left), min(self.top, other.top)
        right = max(self.left + self.width, other.left + other.width)
        low = max(self.top + self.height, other.top + other.height)
        return Place(left, top, right - left, low - top)

    def shared_with(self, other: "Place") -> float:
        """How much of the smaller of the two lies in the other."""
        across = min(self.left + self.width, other.left + other.width) - max(self.left, other.left)
        down = min(self.top + self.height, other.top + other.height) - max(self.top, other.top)
        smaller = min(self.width * self.height, other.width * other.height)
        return max(0.0, across) * max(0.0, down) / smaller if smaller > 0 else 0.0


class Follower:
    """Looks for one patch of a frame in the frames after it, near where it was last."""

    def __init__(self, grey: numpy.ndarray, place: Place) -> None:
        self.place = place
        self.missed = 0
        self._patch: numpy.ndarray = _cut(grey, place.grown(-0.1)).astype(numpy.float32)

    @property
    def sure(self) -> bool:
        return self.missed == 0

    @property
    def lost(self) -> bool:
        """Not seen again for so long that a person should look."""
        return self.missed >= _LOST_FRAMES

    def step(self, grey: numpy.ndarray) -> None:
        """Find it in the next frame; what is not found stays where it was and grows, so as to cover what it hides."""
        found, score = self._best(grey)
        if found is None or score < SURE:
            self.missed += 1
            if self.missed * (_GROWTH - 1) < _MOST_GROWN - 1:
                self.place = self.place.grown((_GROWTH - 1) / 2)
            return
        self.missed = 0
        self.place = found
        seen: numpy.ndarray = _cut(grey, found.grown(-0.1)).astype(numpy.float32)
        if seen.size:
            seen = cv2.resize(seen, self._patch.shape[::-1], interpolation=cv2.INTER_AREA)
            self._patch = self._patch * _KEPT + seen * (1 - _KEPT)

    def _best(self, grey: numpy.ndarray) -> tuple[Place | None, float]:
        if min(self._patch.shape or (0,)) < _SMALLEST or float(self._patch.std()) < _PLAIN:
            return None, 0.0
        high, wide = grey.shape
        around = self.place.grown(0.6)
        window = _cut(grey, around).astype(numpy.float32)
        best, best_score = None, -1.0
        for scale in _SCALES:
            down, across = (max(_SMALLEST, round(side * scale)) for side in self._patch.shape)
            if window.shape[0] < down or window.shape[1] < across:
                continue
            patch = cv2.resize(self._patch, (across, down), interpolation=cv2.INTER_AREA)
            _least, score, _where, (x, y) = cv2.minMaxLoc(cv2.matchTemplate(window, patch, cv2.TM_CCOEFF_NORMED))
            if score > best_score + (0.02 if scale != 1.0 else 0.0):
                left, top = int(around.left * wide) + x, int(around.top * high) + y
                best = Place(left / wide, top / high, across / wide, down / high).grown(0.125)
                best_score = score
        return best, best_score


class Covered:
    """One thing that is hidden: its boxes in the order of time, and what follows it where no box says more.

    Before its first box it stands where that is, from `since` on. Between two boxes it covers the straight line and,
    where that is sure, the place it was followed to. After the last it is followed, until `until` or the end.
    """

    def __init__(self, number: int, boxes: list[dict[str, Any]]) -> None:
        self.number = number
        self.boxes = sorted(boxes, key=lambda box: float(box["second"]))
        self.kind = str(self.boxes[0].get("kind", "other"))
        self._seconds = [float(box["second"]) for box in self.boxes]
        since, until = self.boxes[0].get("since"), self.boxes[-1].get("until")
        self.since = self._seconds[0] if since is None else float(since)
        self.until = math.inf if until is None else float(until)
        self.lost_at: float | None = None
        self._follower: Follower | None = None
        self._from = -1

    def straight(self, second: float) -> Place | None:
        """Where its boxes alone say it is."""
        if not self.since - _EPSILON <= second <= self.until + _EPSILON:
            return None
        at = max(0, bisect.bisect_right(self._seconds, second + _EPSILON) - 1)
        before = _place(self.boxes[at])
        if at + 1 >= len(self.boxes) or second <= self._seconds[at]:
            return before
        after = _place(self.boxes[at + 1])
        share = (second - self._seconds[at]) / (self._seconds[at + 1] - self._seconds[at])
        return Place(*(one + (other - one) * share for one, other in zip(before, after, strict=True)))

    def at(self, second: float, grey: numpy.ndarray) -> Place | None:
        """Where it is in the frame of a second; asked frame by frame, in order."""
        line = self.straight(second)
        if line is None or second < self._seconds[0] - _EPSILON:
            return line
        at = bisect.bisect_right(self._seconds, second + _EPSILON) - 1
        if self._follower is None or at != self._from:
            self._follower, self._from = Follower(grey, line), at
        else:
            self._follower.step(grey)
        if at + 1 < len(self.boxes):
            seen = self._follower.place
            near = self._follower.sure and seen.shared_with(line) > 0.3
            return line.with_other(seen).inside() if near else line
        if self._follower.lost and self.lost_at is None:
            self.lost_at = second
        return self._follower.place


_EPSILON = 1e-4


def covered(boxes: list[dict[str, Any]]) -> list[Covered]:
    """The boxes of a film by what they cover."""
    by_number: dict[int, list[dict[str, Any]]] = {}
    for box in boxes:
        by_number.setdefault(int(box["subject"]), []).append(box)
    return [Covered(number, found) for number, found in sorted(by_number.items())]


def small_grey(points: numpy.ndarray) -> numpy.ndarray:
    """A frame as it is followed."""
    grey = cv2.cvtColor(points, cv2.COLOR_RGB2GRAY)
    scale = min(1.0, GREY_SIDE / max(grey.shape))
    return cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else grey


def _place(box: dict[str, Any]) -> Place:
    return Place(float(box["left"]), float(box["top"]), float(box["width"]), float(box["height"]))


def _cut(grey: numpy.ndarray, place: Place) -> numpy.ndarray:
    high, wide = grey.shape
    part = place.inside()
    left, top = int(part.left * wide), int(part.top * high)
    return grey[
        top : max(top + 1, round((part.top + part.height) * high)),
        left : max(left + 1, round((part.left + part.width) * wide)),
    ]
