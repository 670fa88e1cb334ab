"""Films and sound recordings: how long, which streams, and one frame to know them by."""

import io
from typing import IO, Any

import av
from PIL import Image

from . import pictures
from .channel import Channel
from .findings import Damaged, TooLarge, clean

MOST_STREAMS = 32
_FORMATS = {"video/mp4": "mov", "video/quicktime": "mov", "audio/mp4": "mov", "video/webm": "matroska"}
_POSTER_PACKETS = 400


def warm_up() -> None:
    """Make a film of one frame and read it, so that every module and decoder is loaded."""
    av.logging.set_level(None)
    pictures.warm_up()
    held = io.BytesIO()
    with av.open(held, "w", format="mp4") as output:
        stream = output.add_stream("mpeg4", rate=1)
        stream.width, stream.height, stream.pix_fmt = 16, 16, "yuv420p"
        for frame in (av.VideoFrame.from_image(Image.new("RGB", (16, 16))), None):
            for packet in stream.encode(frame):
                output.mux(packet)
    held.seek(0)
    with opened(held, "video/mp4") as container:
        _told(container)
        _frame(container, container.streams.video[0])


def opened(stream: IO[bytes], media_type: str) -> "av.container.InputContainer":
    """The container, read by the one demuxer of its kind, which can open nothing else. Raises Damaged."""
    try:
        return av.open(stream, mode="r", format=_FORMATS[media_type])
    except (av.FFmpegError, ValueError, OSError) as fault:
        raise Damaged(str(fault)) from fault


def look(channel: Channel, stream: IO[bytes], media_type: str) -> dict[str, Any]:
    """Hand over a frame from the first tenth; answer length and streams."""
    with opened(stream, media_type) as container:
        if len(container.streams) > MOST_STREAMS:
            raise Damaged("too many streams")
        facts = _told(container)
        film = next(iter(container.streams.video), None)
        if film is None:
            if not container.streams.audio:
                raise Damaged("neither picture nor sound")
            return facts
        check_points(film)
        picture = _frame(container, film)
        if picture is None:
            facts["no_frame"] = True
        else:
            pictures.hand_over(channel, picture, facts)
        return facts


def check_points(film: Any) -> None:
    """Refuse frames that no camera makes."""
    if film.codec_context is None or film.width < 1 or film.height < 1:
        raise Damaged("no picture in the stream")
    if film.width * film.height > pictures.MOST_POINTS:
        raise TooLarge("too many points in a frame")


def upright_frame(frame: Any) -> Image.Image:
    """A frame as it is meant to be seen: phones write a turn beside it."""
    turn = int(getattr(frame, "rotation", 0) or 0) % 360
    picture = frame.to_image()
    return picture.rotate(turn, expand=True) if turn else picture


def _frame(container: Any, film: Any) -> Image.Image | None:
    film.codec_context.thread_count = 1
    try:
        if container.duration and container.duration > 20 * av.time_base:
            container.seek(container.duration // 10)
        for number, packet in enumerate(container.demux(film)):
            if number > _POSTER_PACKETS:
                break
            for frame in packet.decode():
                if frame.width * frame.height > pictures.MOST_POINTS:
                    raise TooLarge("too many points in a frame")
                return upright_frame(frame)
    except (av.FFmpegError, ValueError, OSError):
        return None
    return None


def _told(container: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if container.duration and 0 < container.duration < 10**13:
        facts["seconds"] = round(container.duration / av.time_base, 2)
    streams = []
    for stream in container.streams:
        context = stream.codec_context
        told: dict[str, Any] = {"kind": clean(stream.type, 20), "codec": clean(context.name if context else "", 30)}
        if stream.type == "video" and context is not None:
            told["width"], told["height"] = stream.width, stream.height
            if stream.average_rate:
                told["rate"] = round(float(stream.average_rate), 2)
            facts.setdefault("width", stream.width)
            facts.setdefault("height", stream.height)
        if stream.type == "audio" and context is not None and context.sample_rate:
            told["rate"] = context.sample_rate
        streams.append(told)
    facts["streams"] = streams
    tags = {**container.metadata}
    if made := clean(tags.get("creation_time", ""), 40):
        facts["taken_at"] = made
    place = tags.get("com.apple.quicktime.location.ISO6709") or tags.get("location") or ""
    facts.update(_position(clean(place, 60)))
    for key in ("com.apple.quicktime.model", "model"):
        if camera := clean(tags.get(key, ""), 60):
            facts["camera"] = camera
            break
    return facts


def _position(written: str) -> dict[str, float]:
    """`+29.8683+121.5440+012.3/` (ISO 6709) as numbers."""
    numbers, current = [], ""
    for letter in written:
        if letter in "+-/" and current:
            numbers.append(current)
            current = ""
        if letter in "+-" or (current and (letter.isdigit() or letter == ".")):
            current += letter
    try:
        found = [float(number) for number in numbers if number]
    except ValueError:
        return {}
    if len(found) < 2 or abs(found[0]) > 90 or abs(found[1]) > 180:
        return {}
    return {"latitude": round(found[0], 6), "longitude": round(found[1], 6)}
