"""Films: frames to put boxes on, a copy in which what lies under the boxes is gone from every frame, and its proof."""

import io
import math
from collections.abc import Iterator
from fractions import Fraction
from typing import IO, Any

import av
import cv2
import numpy
from PIL import Image

from . import bounds, films, pictures, redaction
from .channel import Channel
from .findings import Damaged, TooLarge
from .hiding import Hidden, has_detail
from .places import Covered, Place, covered, small_grey

MOST_FRAMES_SHOWN = 24
MOST_SAMPLES = 60
LONGEST_SIDE = 1280
"""A copy is at most so wide or high: enough to see what happens, and made in less time than it takes to play."""

_CLOSEST = 1 / 31
"""Seconds between two frames: a film of sixty frames a second becomes one of thirty."""

_BASE = Fraction(1, 90_000)
_FRAME_SIDE = 960
_TOLD_EVERY = 20
_STREAM = {"movflags": "frag_keyframe+empty_moov+default_base_moof", "fflags": "+bitexact"}
_CODING = {"crf": "23", "preset": "veryfast", "flags": "+bitexact"}
_OWN_TAGS = {"major_brand", "minor_version", "compatible_brands", "handler_name", "vendor_id", "language"}


def warm_up() -> None:
    """Load the model, and make and read a film with sound, so that every module and coder is loaded."""
    films.warm_up()
    redaction.warm_up()
    held = io.BytesIO()
    with av.open(held, "w", format="mp4") as target:
        film = _film_of(target, 64, 64, Fraction(5))
        sound = target.add_stream("aac", rate=48000, layout="stereo")
        quiet = av.AudioFrame.from_ndarray(numpy.zeros((2, 1024), numpy.float32), format="fltp", layout="stereo")
        quiet.sample_rate, quiet.pts = 48000, 0
        points = numpy.zeros((64, 64, 3), numpy.uint8)
        _encode(target, film, points, 0.0)
        for frame in [*av.AudioResampler("fltp", "stereo", 48000).resample(quiet), None]:
            target.mux(sound.encode(frame))
        target.mux(film.encode(None))
    held.seek(0)
    with films.opened(held, "video/mp4") as source:
        for _second, points in _frames(source):
            small_grey(points)
            _jpeg(points)


def scout(channel: Channel, stream: IO[bytes], given: dict[str, Any]) -> dict[str, Any]:
    """Hand over frames to put boxes on and propose a box for every face on them, linked from frame to frame.

    Without `seconds` the frames are spread over the film; with them, only those are shown, from the number `first` on.
    """
    with films.opened(stream, given["media_type"]) as source:
        film = _picture_stream(source)
        length = _length(source, film)
        wanted = given.get("seconds") or _spread(length)
        known = covered(given["boxes"])
        last = max((each.number for each in known), default=0)
        linker = _Linker(last, seen_before=not given.get("seconds"))
        for number, (second, points) in enumerate(_frames_at(source, film, wanted), start=int(given["first"])):
            content, width, height = _jpeg(points)
            channel.output(
                "frame", content, page=number, second=second, width=width, height=height, media_type="image/jpeg"
            )
            found = [redaction.widened(face) for face in redaction.detector().faces(Image.fromarray(points))]
            linker.look(number, second, [box for box in found if not _is_covered(box, second, known)])
            channel.progress(number, len(wanted) + int(given["first"]) - 1)
    return {"boxes": linker.boxes(), "length": round(length, 3)}


def blur(channel: Channel, stream: IO[bytes], given: dict[str, Any]) -> dict[str, Any]:
    """Hand over a copy with everything covered made unrecognisable, its sound only where that was asked for.

    Answers where the boxes were at the moments that the proof looks at, and from when on something was lost.
    """
    things = covered(given["boxes"])
    with films.opened(stream, given["media_type"]) as source:
        film = _picture_stream(source)
        length = _length(source, film)
        copy = _Copy(channel, source, film, things, length)
        copy.make(sound=next(iter(source.streams.audio), None) if given.get("sound") else None)
    lost = [{"subject": one.number, "second": round(one.lost_at, 2)} for one in things if one.lost_at is not None]
    return {"path": copy.path, "lost": lost, "frames": copy.frames}


def recheck(channel: Channel, stream: IO[bytes], given: dict[str, Any]) -> dict[str, Any]:
    """Read the finished copy as a stranger would; at each moment of the path nothing may be left under its boxes."""
    found: dict[str, Any] = {"letters": 0, "metadata": 0, "open_boxes": 0, "faces_under_boxes": 0, "faces_left": 0}
    seen_at: list[float] = []
    with films.opened(stream, given["media_type"]) as source:
        found["metadata"] = _left_over(source)
        found["sound"] = bool(source.streams.audio)
        film = _picture_stream(source)
        path = given["path"]
        for number, (_second, points) in enumerate(_frames_at(source, film, [each["second"] for each in path])):
            boxes = [(Place(*box[:4]), str(box[4])) for box in path[number]["boxes"]]
            found["open_boxes"] += sum(
                has_detail(points, place, kind, [other for other, _ in boxes[at + 1 :]])
                for at, (place, kind) in enumerate(boxes)
            )
            faces = redaction.detector().faces(Image.fromarray(points))
            under = [
                any(redaction.share_under(face, place._asdict()) > redaction.UNDER for place, _ in boxes)
                for face in faces
            ]
            found["faces_under_boxes"] += sum(under)
            found["faces_left"] += len(under) - sum(under)
            if not all(under):
                seen_at.append(round(path[number]["second"], 2))
            if number % max(1, len(path) // MOST_FRAMES_SHOWN) == 0:
                content, width, height = _jpeg(points)
                channel.output(
                    "redacted_page",
                    content,
                    page=number + 1,
                    second=path[number]["second"],
                    width=width,
                    height=height,
                    media_type="image/jpeg",
                )
            if number == 0:
                small = pictures.encoded(Image.fromarray(points), pictures.THUMBNAIL_SIDE)
                channel.output("redacted_thumbnail", small, media_type="image/jpeg")
            channel.progress(number + 1, len(path))
    return {**found, "moments": len(path), "faces_left_at": seen_at[:20]}


class _Copy:
    """The film being made anew: decoded, covered, encoded, frame by frame."""

    def __init__(self, channel: Channel, source: Any, film: Any, things: list[Covered], length: float) -> None:
        self.path: list[dict[str, Any]] = []
        self.frames = 0
        self._channel, self._source, self._film, self._length = channel, source, film, length
        self._hidden = [Hidden(thing) for thing in things]
        self._moments = _moments(length, things)
        self._target: Any = None
        self._last = -math.inf

    def make(self, *, sound: Any) -> None:
        first = next(_frames(self._source), None)
        if first is None:
            raise Damaged("no frame")
        high, wide = first[1].shape[:2]
        self._source.seek(0)
        with (
            self._channel.begin("redacted", media_type="video/mp4", width=wide, height=high) as sink,
            av.open(sink, "w", format="mp4", options=_STREAM) as target,
        ):
            self._target = target
            self._out = _film_of(target, wide, high, self._film.average_rate or Fraction(25))
            voice = _Voice(target, sound) if sound is not None else None
            self._go(voice)
            target.mux(self._out.encode(None))
            if voice is not None:
                voice.finish()
        if not self.frames:
            raise Damaged("no frame")

    def _go(self, voice: "_Voice | None") -> None:
        streams = [self._film] if voice is None else [self._film, voice.stream]
        for packet in self._source.demux(streams):
            try:
                decoded = packet.decode()
            except (av.FFmpegError, ValueError):
                # What cannot be read of the original is not in the copy.
                continue
            for frame in decoded:
                if voice is not None and packet.stream is voice.stream:
                    voice.add(frame, _start(self._film))
                else:
                    self._add(frame)

    def _add(self, frame: Any) -> None:
        second = _second(frame, self._film)
        if second - self._last < _CLOSEST:
            return
        if second > bounds.MOST_SECONDS * 1.1:
            raise TooLarge("longer than it says")
        points = _points(frame)
        grey = small_grey(points)
        places = [(one, one.thing.at(second, grey)) for one in self._hidden]
        shown = [(one, place) for one, place in places if place is not None]
        for one, place in shown:
            one.hide(points, place, second)
        _encode(self._target, self._out, points, second)
        self._note(second, [(place, one.thing.kind) for one, place in shown])
        self._last = second
        self.frames += 1
        if self.frames % _TOLD_EVERY == 0:
            self._channel.progress(min(int(second * 10), int(self._length * 10)), max(1, int(self._length * 10)))

    def _note(self, second: float, boxes: list[tuple[Place, str]]) -> None:
        """Keep where the boxes were, at moments that the proof is to look at."""
        if not self._moments or second < self._moments[0] - 1e-3:
            return
        while self._moments and second >= self._moments[0] - 1e-3:
            self._moments.pop(0)
        told = [[*(round(number, 4) for number in place), kind] for place, kind in boxes]
        self.path.append({"second": round(second, 5), "boxes": told})


class _Voice:
    """The sound of a film, decoded and encoded anew, so that nothing written beside it comes along."""

    def __init__(self, target: Any, stream: Any) -> None:
        self.stream = stream
        self._target = target
        self._out = target.add_stream("aac", rate=48000, layout="stereo")
        self._to = av.AudioResampler("fltp", "stereo", 48000)
        self._next = 0

    def add(self, frame: Any, start: float) -> None:
        if frame.pts is None:
            return
        begins = round((float(frame.pts * frame.time_base) - start) * 48000)
        for part in self._to.resample(frame):
            if begins < 0:
                begins += part.samples
                continue
            part.pts, part.time_base = max(self._next, begins), Fraction(1, 48000)
            self._next = part.pts + part.samples
            begins = self._next
            self._target.mux(self._out.encode(part))

    def finish(self) -> None:
        self._target.mux(self._out.encode(None))


class _Linker:
    """Makes one numbered thing of faces that lie near each other on frames that follow.

    A face that is new on a frame came after the frame before: it is covered from that one on, unless a person asked for
    this moment alone.
    """

    def __init__(self, last_number: int, *, seen_before: bool) -> None:
        self._number = last_number
        self._seen_before = seen_before
        self._tracks: list[list[dict[str, Any]]] = []
        self._open: list[list[dict[str, Any]]] = []
        self._before = 0.0

    def look(self, page: int, second: float, faces: list[dict[str, Any]]) -> None:
        going: list[list[dict[str, Any]]] = []
        free = list(faces)
        for track in self._open:
            near = [face for face in free if _is_near(track[-1], face)]
            if near:
                face = min(near, key=lambda one, last=track[-1]: _apart(last, one))  # type: ignore[misc]
                free.remove(face)
                track.append({**face, "page": page, "second": second})
                going.append(track)
            else:
                track[-1]["until"] = second
        for face in free:
            since = self._before if self._seen_before else second
            track = [{**face, "page": page, "second": second, "since": since}]
            self._tracks.append(track)
            going.append(track)
        self._open, self._before = going, second

    def boxes(self) -> list[dict[str, Any]]:
        """All boxes, those left out that the straight line between their neighbours says anyway."""
        found = []
        for track in self._tracks:
            self._number += 1
            found += [{**box, "subject": self._number} for box in _needed(track)]
        return found


def _needed(track: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kept = track[:1]
    for at in range(1, len(track) - 1):
        line = Covered(0, [kept[-1], track[at + 1]]).straight(track[at]["second"])
        box = Place(*(track[at][edge] for edge in ("left", "top", "width", "height")))
        if line is None or max(abs(one - other) for one, other in zip(line, box, strict=True)) > 0.1 * box.width:
            kept.append(track[at])
    return kept if len(track) == 1 else [*kept, track[-1]]


def _is_near(box: dict[str, Any], face: dict[str, Any]) -> bool:
    alike = 0.5 < face["width"] / max(box["width"], 1e-6) < 2
    return alike and _apart(box, face) < max(box["width"], box["height"])


def _apart(box: dict[str, Any], face: dict[str, Any]) -> float:
    return math.hypot(
        box["left"] + box["width"] / 2 - face["left"] - face["width"] / 2,
        box["top"] + box["height"] / 2 - face["top"] - face["height"] / 2,
    )


def _is_covered(box: dict[str, Any], second: float, known: list[Covered]) -> bool:
    place = Place(box["left"], box["top"], box["width"], box["height"])
    return any((at := thing.straight(second)) is not None and at.shared_with(place) > 0.5 for thing in known)


def _spread(length: float) -> list[float]:
    """Seconds over the film: the first, and one each second, or fewer in a long one."""
    count = min(MOST_FRAMES_SHOWN, max(2, math.ceil(length)))
    return [round(number * length / count, 3) for number in range(count)]


def _moments(length: float, things: list[Covered]) -> list[float]:
    """What the proof looks at: moments spread over the film, and each at which a person set a box."""
    count = min(MOST_SAMPLES, max(5, math.ceil(length * 2)))
    set_at = sorted({float(box["second"]) for thing in things for box in thing.boxes})
    return sorted({*(number * length / count for number in range(count)), *set_at[:MOST_SAMPLES]})


def _picture_stream(source: Any) -> Any:
    film = next(iter(source.streams.video), None)
    if film is None:
        raise Damaged("no picture in the film")
    films.check_points(film)
    film.codec_context.thread_count = 1
    return film


def _length(source: Any, film: Any) -> float:
    """Seconds. Raises TooLarge for a film that takes too long to make anew."""
    told = source.duration / av.time_base if source.duration else 0.0
    if not told and film.duration and film.time_base:
        told = float(film.duration * film.time_base)
    if told > bounds.MOST_SECONDS:
        raise TooLarge("a film that is too long")
    return max(0.1, float(told))


def _start(film: Any) -> float:
    return float(film.start_time * film.time_base) if film.start_time is not None else 0.0


def _second(frame: Any, film: Any) -> float:
    return float(frame.time or 0.0) - _start(film)


def _frames(source: Any) -> Iterator[tuple[float, numpy.ndarray]]:
    """Frames from where the source stands, upright, with the second of each; what cannot be decoded is left out."""
    film = source.streams.video[0]
    for packet in source.demux(film):
        try:
            decoded = packet.decode()
        except (av.FFmpegError, ValueError):
            continue
        for frame in decoded:
            yield _second(frame, film), _points(frame)


def _frames_at(source: Any, film: Any, seconds: list[float]) -> Iterator[tuple[float, numpy.ndarray]]:
    """The first frame at or after each second; the last there is, for what lies beyond the end."""
    running: Iterator[tuple[float, numpy.ndarray]] | None = None
    last: tuple[float, numpy.ndarray] | None = None
    for wanted in seconds:
        if running is None or (last is not None and (wanted - last[0] > 5 or wanted < last[0] - 1e-3)):
            source.seek(max(0, int((wanted + _start(film)) * av.time_base) - 1000), backward=True)
            running, last = _frames(source), None
        while last is None or last[0] < wanted - 2e-3:
            following = next(running, None)
            if following is None:
                break
            last = following
        if last is None:
            raise Damaged("no frame")
        yield last


def _points(frame: Any) -> numpy.ndarray:
    """A frame as it is meant to be seen, no larger than a copy is, with even sides as the coder wants them."""
    if frame.width * frame.height > pictures.MOST_POINTS:
        raise TooLarge("too many points in a frame")
    scale = min(1.0, LONGEST_SIDE / max(frame.width, frame.height))
    width, height = (max(16, int(side * scale) // 2 * 2) for side in (frame.width, frame.height))
    points = frame.to_ndarray(format="rgb24", width=width, height=height)
    turn = int(getattr(frame, "rotation", 0) or 0) % 360 // 90
    return numpy.ascontiguousarray(numpy.rot90(points, turn))


def _film_of(target: Any, width: int, height: int, rate: Fraction) -> Any:
    stream = target.add_stream("libx264", rate=min(rate, Fraction(120)), options=_CODING)
    stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
    stream.codec_context.time_base = _BASE
    stream.codec_context.thread_count = 1
    stream.codec_context.gop_size = 60
    return stream


def _encode(target: Any, stream: Any, points: numpy.ndarray, second: float) -> None:
    if points.shape[:2] != (stream.height, stream.width):
        points = cv2.resize(points, (stream.width, stream.height), interpolation=cv2.INTER_AREA)
    frame = av.VideoFrame.from_ndarray(points, format="rgb24")
    frame.pts, frame.time_base = round(second / _BASE), _BASE
    target.mux(stream.encode(frame))


def _jpeg(points: numpy.ndarray) -> tuple[bytes, int, int]:
    content = pictures.encoded(Image.fromarray(points), _FRAME_SIDE)
    shown = Image.open(io.BytesIO(content))
    return content, shown.width, shown.height


def _left_over(source: Any) -> int:
    """Pieces of metadata, and streams that are neither picture nor sound."""
    tags = [source.metadata, *(stream.metadata for stream in source.streams)]
    others = [stream for stream in source.streams if stream.type not in {"video", "audio"}]
    return sum(len(set(found) - _OWN_TAGS) for found in tags) + len(others)
