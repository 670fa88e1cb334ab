"""The fields of acts upon many and of acts upon a cluster."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Case, When
from django.utils.translation import gettext as _

from caseapp.accounts.models import Authority
from caseapp.accounts.selectors import colleagues
from caseapp.casework.models import BulkAct
from caseapp.casework.services.bulk_verbs import Verb
from caseapp.complaints.enums import LIVE_CLUSTERS, Outcome
from caseapp.complaints.models import Cluster
from caseapp.core.actors import Actor
from caseapp.core.forms_acts import choice, day, line, prose, say_what_is_missing

LANGUAGES = dict(settings.LANGUAGES)


FieldMaker = Callable[[Actor, BulkAct], forms.Field]
_makers: dict[str, FieldMaker] = {}


def make_field(name: str) -> Callable[[FieldMaker], FieldMaker]:
    """Register who makes a field of a verb that an app above offers."""

    def register(maker: FieldMaker) -> FieldMaker:
        _makers[name] = maker
        return maker

    return register


class BulkForm(forms.Form):
    """What an act upon many needs; made by `form_for_bulk`. `given()` is what the service keeps with the act."""

    text_name = ""

    def given(self) -> dict[str, Any]:
        """The answers as plain values: texts by language, ids, a day as it is written in JSON."""
        texts: dict[str, str] = {}
        found: dict[str, Any] = {}
        for name, value in self.cleaned_data.items():
            if name.startswith("text_"):
                texts[name.removeprefix("text_").replace("_", "-")] = value.strip()
            elif value not in (None, ""):
                found[name] = getattr(value, "pk", None) or (
                    value.isoformat() if hasattr(value, "isoformat") else value
                )
        return {**found, **({"texts": texts} if texts else {})}

    def place(self, name: str) -> str | None:
        """The field that a service's name for a fault belongs to here."""
        if name in self.fields:
            return name
        return (
            next((each for each in self.fields if each.startswith("text_")), None) if name == self.text_name else None
        )


_TEXTS = {
    "message": lambda language: _("Your question, in %(language)s") % {"language": language},
    "reason": lambda language: _("The reason, in %(language)s") % {"language": language},
    "letter": lambda language: _("The letter, in %(language)s") % {"language": language},
}


def form_for_bulk(actor: Actor, bulk: BulkAct, verb: Verb, languages: Iterable[str]) -> type[BulkForm]:
    """The form class of an act: its fields, and its text once for every language among the people it reaches."""
    fields: dict[str, forms.Field] = {}
    for name in (*verb.needs, *verb.may_give):
        field = _makers[name](actor, bulk) if name in _makers else _field(name, actor, bulk)
        field.required = name in verb.needs
        fields[name] = field
    if verb.text:
        for code in sorted(set(languages) or {"en"}):
            label = _TEXTS[verb.text](str(LANGUAGES.get(code, code)))
            text = prose(label, longest=4_000, rows=6)
            text.error_messages["required"] = _(
                "Write it in %(language)s: some of those who get it read that language."
            ) % {"language": LANGUAGES.get(code, code)}
            fields[f"text_{code.replace('-', '_')}"] = text
    for field in fields.values():
        say_what_is_missing(field)
    return type("BulkForm", (BulkForm,), {**fields, "text_name": verb.text})


def _field(name: str, actor: Actor, bulk: BulkAct) -> forms.Field:
    match name:
        case "assignee":
            people: Any = colleagues(actor, bulk.authority)
            return forms.ModelChoiceField(label=_("Give it to"), queryset=people, empty_label=_("Nobody"))
        case "authority":
            others = Authority.objects.exclude(pk=bulk.authority_id).order_by("name")
            return forms.ModelChoiceField(label=_("Authority"), queryset=others, empty_label=_("Choose an authority"))
        case "cluster":
            return cluster_field(bulk.authority_id)
        case "outcome":
            return choice(_("Outcome"), Outcome.choices)
        case "due_on":
            return day(_("Answer by"))
        case "word":
            return line(_("Word"), longest=40)
    raise LookupError(f"No field is named {name!r}")


def cluster_field(authority_id: int, respondent_id: int | None = None) -> forms.Field:
    """A choice among the clusters that an authority uses, those about the respondent first."""
    living = Cluster.objects.filter(authority_id=authority_id, state__in=LIVE_CLUSTERS).select_related("respondent")
    about = Case(When(respondent_id=respondent_id or 0, then=0), default=1)
    field: Any = forms.ModelChoiceField(
        label=_("Cluster"), queryset=living.order_by(about, "-priority", "-id"), empty_label=_("Choose a cluster")
    )
    field.label_from_instance = lambda cluster: f"{cluster.respondent.shown_name} ({cluster.reference})"
    return field  # type: ignore[no-any-return]
