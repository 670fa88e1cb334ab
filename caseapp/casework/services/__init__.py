"""How an authority orders its work, verb by verb."""

from caseapp.casework.services.bulk import discard, freeze, start, take_back
from caseapp.casework.services.desk import add_tag, looked, remove_tag
from caseapp.casework.services.notes import write_internal_note

__all__ = ["add_tag", "discard", "freeze", "looked", "remove_tag", "start", "take_back", "write_internal_note"]
