"""Taking a matter out, and bringing one in."""

from caseapp.moving.services.arriving import bring_in, check, make_matter, receive
from caseapp.moving.services.leaving import expire, make, open_archive, open_file, take_out

__all__ = ["bring_in", "check", "expire", "make", "make_matter", "open_archive", "open_file", "receive", "take_out"]
