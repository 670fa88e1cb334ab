"""Says timeline entries and notices in the reader's language."""

from django import template

from caseapp.core import timeline
from caseapp.core.models import TimelineEntry

register = template.Library()


@register.filter
def in_words(entry: TimelineEntry) -> str:
    """What happened, as a sentence."""
    return timeline.sentence(entry)


@register.filter
def whose_act(entry: TimelineEntry) -> str:
    """Which side acted."""
    return timeline.who(entry)
