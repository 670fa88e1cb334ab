"""Whether a text can be used: its signs, its structure, its names; every fault in words that say where."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from caseapp.documents.writing.grammar import LONGEST, TemplateFault, fill, names, parse
from caseapp.documents.writing.structure import structured
from caseapp.documents.writing.vocabulary import NAMES

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

TITLE_LONGEST = 300

WORDS: "dict[str, _StrOrPromise]" = {
    "bad_name": _("Line %(line)s: “%(name)s” cannot be a name. Names are small letters, figures and “_”."),
    "not_closed": _("Line %(line)s: the part “%(name)s” is never closed with {{/ %(name)s }}."),
    "not_opened": _("Line %(line)s: {{/ %(name)s }} closes a part that was not opened there."),
    "too_deep": _("Line %(line)s: too many parts within parts."),
    "too_long": _("The text is too long."),
    "private_character": _("Line %(line)s: there is a character here that cannot be used."),
    "stray_braces": _("Line %(line)s: there are braces here that are no whole sign, such as {{ respondent }}."),
}


def fault_in_words(fault: TemplateFault) -> str:
    return str(WORDS[fault.code]) % {"line": fault.line, "name": fault.name}


def faults_of(title: str, body: str) -> list[str]:
    """Everything that keeps a text from being used, in words: signs, structure, and names nobody gives."""
    found: list[str] = []
    asked: list[str] = []
    for text in (title, body):
        try:
            template = parse(text)
            asked.extend(names(template))
            filled = fill(template, {}, show_missing=True)
            structured(filled)
        except TemplateFault as fault:
            found.append(fault_in_words(fault))
        except LookupError as fault:
            found.append(str(fault))
    if not title.strip() or not body.strip():
        found.append(str(_("The text needs a title and words.")))
    if len(title) > TITLE_LONGEST:
        found.append(str(_("The title is too long.")))
    found.extend(
        str(_("No fact is called “%(name)s”.")) % {"name": name} for name in dict.fromkeys(asked) if name not in NAMES
    )
    return found


__all__ = ["LONGEST", "TITLE_LONGEST", "fault_in_words", "faults_of"]
