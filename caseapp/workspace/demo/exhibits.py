"""Drawn pictures that stand for a complainant's evidence. Nobody is in them."""

import io

from PIL import Image, ImageDraw

from caseapp.complaints.models import Complaint
from caseapp.core.actors import Actor
from caseapp.evidence import services as evidence
from caseapp.evidence.uploads import arrived

PAPER, INK, WALL, GLASS, RED = (251, 250, 247), (22, 36, 47), (222, 217, 205), (176, 197, 201), (163, 34, 31)


def add_exhibits(actor: Actor, complaint: Complaint) -> None:
    """Hand in what the citizen kept: the entrance with its camera, the screen in the hall, the answer by message."""
    files = (
        ("Entrance with the camera.jpg", _entrance(), "The camera hangs over the door. No sign told of it."),
        ("Screen in the sales hall.jpg", _screen(), "The screen that the agent looked at when I came in."),
        ("Message from the agent.png", _message(), "What the agent answered when I asked for deletion."),
    )
    vault = evidence.vault_of(actor=actor, complaint=complaint)
    for name, content, words in files:
        with arrived(vault, content, name=name) as incoming:
            evidence.add_item(
                actor=actor, vault=vault, incoming=incoming, title=name.rpartition(".")[0], description=words
            )


def _entrance() -> bytes:
    picture, brush = _sheet(WALL)
    brush.rectangle((300, 160, 660, 720), fill=GLASS, outline=INK, width=6)
    brush.line((480, 160, 480, 720), fill=INK, width=4)
    brush.rectangle((440, 84, 520, 124), fill=INK)
    brush.ellipse((466, 92, 494, 120), fill=RED)
    brush.text((330, 30), "TIDEHOUSE BAY", fill=INK, font_size=42)
    return _saved(picture, "JPEG")


def _screen() -> bytes:
    picture, brush = _sheet(INK)
    brush.rectangle((80, 70, 880, 610), outline=GLASS, width=8)
    brush.rectangle((140, 140, 360, 420), outline=RED, width=6)
    brush.ellipse((190, 190, 310, 370), fill=GLASS)
    for row, words in enumerate(("VISITOR 0417", "SECOND VISIT", "FIRST SEEN: 12 DAYS AGO", "AGENT: GATE 2")):
        brush.text((410, 150 + 62 * row), words, fill=PAPER, font_size=34)
    return _saved(picture, "JPEG")


def _message() -> bytes:
    picture, brush = _sheet(PAPER)
    brush.rounded_rectangle((300, 80, 900, 200), 24, fill=GLASS)
    brush.text((330, 118), "Please delete my face data.", fill=INK, font_size=34)
    brush.rounded_rectangle((60, 250, 760, 420), 24, fill=WALL)
    brush.text((90, 280), "The system keeps it for 3 years.", fill=INK, font_size=34)
    brush.text((90, 340), "Everybody here does it like this.", fill=INK, font_size=34)
    return _saved(picture, "PNG")


def _sheet(colour: tuple[int, int, int]) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("RGB", (960, 720), colour)
    return picture, ImageDraw.Draw(picture)


def _saved(picture: Image.Image, pillow_format: str) -> bytes:
    held = io.BytesIO()
    picture.save(held, pillow_format)
    return held.getvalue()
