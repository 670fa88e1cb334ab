"""Who may enter by which address: every URL pattern of the site stands in one of these modules."""

from . import authority, complaint, curators, firm, posting, standing_open
from .who import Class

PARTS = (standing_open, posting, complaint, authority, firm, curators)

CLASSES: dict[str, Class] = {name: door for part in PARTS for name, door in part.DOORS.items()}
