"""Which exhibits make a bundle, in what order, as original or redacted; and one that came late."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caseapp.core.actors import Actor
from caseapp.core.policies import can
from caseapp.documents.enums import Shows
from caseapp.documents.models import Bundle
from caseapp.documents.services.bundles import LIMITS, Chosen
from caseapp.evidence import selectors as evidence
from caseapp.evidence.models import EvidenceItem


class BundleForm(forms.Form):
    """Title, language and size; each exhibit has a place in the order and a part, on a row of its own.

    Where an original is sealed the row says so, and whoever may open it can ask for it with a reason.
    """

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    limit_mb = forms.TypedChoiceField(
        label=gettext_lazy("Largest file that the court takes"),
        help_text=gettext_lazy("A larger bundle is split into volumes."),
        choices=[(size, f"{size} MB") for size in LIMITS],
        coerce=int,
        initial=25,
    )

    def __init__(self, *args: Any, items: list[EvidenceItem], actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows: list[dict[str, Any]] = []
        for number, item in enumerate(items, start=1):
            place, part = f"place_{item.pk}", f"part_{item.pk}"
            attrs = {"inputmode": "numeric", "class": "govuk-input--width-2"}
            self.fields[place] = forms.IntegerField(
                label=_("Place of “%(exhibit)s”") % {"exhibit": item},
                min_value=1,
                max_value=9999,
                required=False,
                initial=number,
                widget=forms.TextInput(attrs={**attrs, "aria-label": _("Place of “%(exhibit)s”") % {"exhibit": item}}),
            )
            self.fields[part] = forms.CharField(
                label=_("Part of “%(exhibit)s”") % {"exhibit": item},
                max_length=120,
                required=False,
                widget=forms.TextInput(attrs={"aria-label": _("Part of “%(exhibit)s”") % {"exhibit": item}}),
            )
            row = {"item": item, "place": self[place], "part": self[part], **self._choice(item, actor)}
            self.rows.append(row)

    def _choice(self, item: EvidenceItem, actor: Actor) -> dict[str, Any]:
        """What may stand in the bundle of a sealed item; nothing to choose for the others."""
        if item.original_sealed_at is None:
            return {}
        found: dict[str, Any] = {"sealed": True, "copy": evidence.copy_in_use(actor, item) is not None}
        if can(actor, "evidence.download", item) or can(actor, "evidence.ask_for_original", item):
            shows, reason = f"shows_{item.pk}", f"reason_{item.pk}"
            self.fields[shows] = forms.ChoiceField(
                label=_("What stands in the bundle of “%(exhibit)s”") % {"exhibit": item},
                choices=[(Shows.REDACTED, Shows.REDACTED.label), (Shows.ORIGINAL, Shows.ORIGINAL.label)],
                required=False,
            )
            self.fields[reason] = forms.CharField(
                label=_("Why the original of “%(exhibit)s” is needed") % {"exhibit": item},
                max_length=500,
                required=False,
            )
            found |= {"shows": self[shows], "reason": self[reason]}
        return found

    def chosen(self) -> list[Chosen]:
        """The exhibits that have a place, in its order."""
        data = self.cleaned_data
        placed = []
        for number, row in enumerate(self.rows):
            if (place := data.get(row["place"].name)) is None:
                continue
            item = row["item"]
            original = item.original_sealed_at is None or data.get(f"shows_{item.pk}") == Shows.ORIGINAL
            reason = data.get(f"reason_{item.pk}", "")
            placed.append((place, number, Chosen(item.pk, data[row["part"].name], original, reason)))
        return [one for _place, _number, one in sorted(placed, key=lambda row: row[:2])]


class LateForm(forms.Form):
    """An exhibit that came late, and after which one it goes."""

    item = forms.ChoiceField(label=gettext_lazy("Exhibit"))
    after = forms.ChoiceField(label=gettext_lazy("Put it in after"))
    original = forms.BooleanField(
        label=gettext_lazy("Put in the original, although a redacted copy is in use"), required=False
    )
    reason = forms.CharField(
        label=gettext_lazy("Why the original is needed"),
        help_text=gettext_lazy("10 to 500 characters. It is kept in the chain of custody of the exhibit."),
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, items: list[EvidenceItem], bundle: Bundle, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entries = list(bundle.entries.all())
        held = {one.item_id for one in entries}
        left = [item for item in items if item.pk not in held]
        self.fields["item"].choices = [(str(item.pk), str(item)) for item in left]  # type: ignore[attr-defined]
        self.fields["after"].choices = [  # type: ignore[attr-defined]
            (one.number, f"{one.number} · {one.title}") for one in entries
        ]
        self.fields["after"].initial = entries[-1].number if entries else None
        if not any(can(actor, "evidence.ask_for_original", item) for item in left):
            del self.fields["original"], self.fields["reason"]

    def chosen(self) -> Chosen:
        """The late exhibit, as the service takes it."""
        data = self.cleaned_data
        return Chosen(data["item"], original=data.get("original", False), reason=data.get("reason", ""))


class AgainForm(forms.Form):
    """Building a bundle again whose originals have been sealed to the person since."""

    reason = forms.CharField(
        label=gettext_lazy("Why the originals in it are needed"),
        help_text=gettext_lazy("10 to 500 characters. It is kept in the chain of custody of each sealed exhibit."),
        max_length=500,
    )
