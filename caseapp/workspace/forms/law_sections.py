"""The sections of a law's record as forms: one for its own statements, a set of rows for each kind of part."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caseapp.law.models import Framework
from caseapp.law.selectors import PlainRecord
from caseapp.workspace.forms import law_parts
from caseapp.workspace.forms.law_fields import cleaned_value

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

SPARE_ROWS = 1
MOST_ROWS = 45
"""A page of so many rows stays under the number of fields that the service takes in one request."""


class _RowForm(forms.Form):
    """One row: its former place (empty for a new one), its order, and the fields of its kind."""

    was = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, fields: Callable[[], dict[str, forms.Field]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(fields())

    def shown(self) -> list[forms.BoundField]:
        """The fields to fill in, without those that arrange the rows."""
        return [self[name] for name in self.fields if name not in ("was", "ORDER", "DELETE")]

    def told(self) -> str:
        """A few words that tell rows apart."""
        names = ("key", "question_en", "title_en", "what_en", "name_en", "note_en", "title", "what", "kind")
        said = [str(self[name].value()) for name in names if name in self.fields and self[name].value()]
        if self.empty_permitted and not self.has_changed():
            return ""
        return ": ".join(said[:2])


class _Rows(forms.BaseFormSet):  # type: ignore[type-arg]
    def add_fields(self, form: forms.BaseForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].label = _("Place in the list")
        form.fields["DELETE"].label = _("Remove it")

    def in_order(self) -> list[Any]:
        """The forms that stay, by the place that each was given; one moved onto another's place takes that place."""
        found = []
        for index, form in enumerate(self.forms):
            spare = form.empty_permitted and not form.has_changed()
            if spare or self._should_delete_form(form):  # type: ignore[attr-defined]
                continue
            place = form.cleaned_data.get("ORDER")
            moved = 0 if place is None else place - (index + 1)
            found.append((float("inf") if place is None else place, moved, index, form))
        return [form for *_order, form in sorted(found, key=lambda row: row[:3])]


class StatementsForm(forms.Form):
    """Columns of the law's own record."""

    def __init__(self, *args: Any, fields: Callable[[], dict[str, forms.Field]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(fields())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("max_fine_amount") is not None and not given.get("max_fine_currency"):
            self.add_error("max_fine_currency", _("Give the currency of the sum."))
        return given


@dataclass(frozen=True)
class Section:
    """One page of editing: its address, its words, its fields, and the part of the record that it holds, if one."""

    slug: str
    title: "_StrOrPromise"
    help: "_StrOrPromise"
    fields: Callable[[], dict[str, forms.Field]]
    part: str = ""
    listed: str = ""
    """The column that holds a list, where the section edits one."""
    chinese: str = ""
    """The field of a row whose texts stand in a list of their own, in Chinese."""

    @property
    def has_rows(self) -> bool:
        """Whether it is a set of rows."""
        return bool(self.part or self.listed)

    def form(self, plain: PlainRecord, framework: Framework, data: Any = None, *, more: bool = False) -> Any:
        """The section's form or set of rows, filled from the record or from what was typed."""
        if not self.has_rows:
            initial = {**plain.columns, "valid_to": framework.valid_to}
            return StatementsForm(data, initial=initial, fields=self.fields)
        if data is not None and more:
            data = data.copy()
            data["row-TOTAL_FORMS"] = str(min(int(data.get("row-TOTAL_FORMS", "0") or 0) + 1, MOST_ROWS))
        made = forms.formset_factory(
            _RowForm,
            formset=_Rows,
            extra=SPARE_ROWS,
            can_order=True,
            can_delete=True,
            max_num=MOST_ROWS,
            absolute_max=MOST_ROWS,
        )
        return made(data, prefix="row", initial=self._initial(plain), form_kwargs={"fields": self.fields})

    def _initial(self, plain: PlainRecord) -> list[dict[str, Any]]:
        rows: Sequence[Mapping[str, Any]]
        if self.part:
            rows = plain.parts[self.part]
        elif self.chinese:
            pairs = zip(plain.columns[self.listed], plain.columns[f"{self.listed}_zh"], strict=True)
            rows = [{**one, self.chinese: chinese} for one, chinese in pairs]
        else:
            rows = plain.columns[self.listed]
        found = [{**row, "was": place} for place, row in enumerate(rows)]
        for row in found:
            if "/" in str(row.get("topic", "")):
                row["topic"] = ""
        return found

    def applied(self, plain: PlainRecord, form: Any) -> PlainRecord:
        """The record with what the valid form says in place of what the section held."""
        if not self.has_rows:
            typed = {name: cleaned_value(value) for name, value in form.cleaned_data.items() if name in plain.columns}
            return replace(plain, columns={**plain.columns, **typed})
        rows = [
            {name: cleaned_value(value) for name, value in one.cleaned_data.items() if name not in ("ORDER", "DELETE")}
            for one in form.in_order()
        ]
        if self.part:
            return replace(plain, parts={**plain.parts, self.part: self._parts(plain.parts[self.part], rows)})
        names = [name for name in self.fields() if name != self.chinese]
        typed = {self.listed: [{name: row[name] for name in names} for row in rows]}
        if self.chinese:
            typed[f"{self.listed}_zh"] = [row[self.chinese] for row in rows]
        return replace(plain, columns={**plain.columns, **typed})

    def _parts(self, before: Sequence[Mapping[str, Any]], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Rows with the columns that the page does not show: as they were, or as the model begins them."""
        by_key = {row.get("key"): row for row in before if row.get("key")}
        typed = {row.get("key") for row in rows}
        found = []
        for position, row in enumerate(rows):
            was = row.pop("was")
            kept = by_key.get(row.get("key"))
            if kept is None and was is not None and was < len(before) and before[was].get("key") not in typed:
                kept = before[was]
            found.append({**(kept or NEW_ROWS.get(self.part, {})), **row, "position": position})
        return found


NEW_ROWS: Mapping[str, Mapping[str, Any]] = {"deadline_rules": {"sources": []}}

SECTIONS: Mapping[str, Section] = {
    one.slug: one
    for one in (
        Section(
            "statements",
            _("What the law says"),
            _("Leave a statement empty where no source confirms it: readers then see “not verified”."),
            law_parts.statements,
        ),
        Section(
            "dates",
            _("When it holds"),
            _("A text that is no longer law gets a last day; it is never taken away."),
            law_parts.dates,
        ),
        Section(
            "claims", _("Suing and the highest fine"), _("A sum is always given with its currency."), law_parts.claims
        ),
        Section(
            "elements",
            _("Elements, as questions"),
            _("Each is one thing that the law makes matter, asked in plain words."),
            law_parts.elements,
            part="elements",
        ),
        Section(
            "grounds",
            _("What is forbidden"),
            _("Each ground is one way of breaking the law: all of its elements together."),
            law_parts.grounds,
            part="grounds",
        ),
        Section(
            "factors",
            _("What is weighed when a fine is set"),
            _("Officers weigh each of these in the worksheet of a fine."),
            law_parts.fine_factors,
            listed="fine_factors",
            chinese="title_zh",
        ),
        Section("exemptions", _("Exemptions"), _("What the law excuses."), law_parts.exemptions, part="exemptions"),
        Section(
            "damages", _("Damages"), _("What a court or the law may give."), law_parts.damages, part="damagesrules"
        ),
        Section(
            "authorities",
            _("Authorities and courts"),
            _("Who takes complaints, how, and the terms as the source states them."),
            law_parts.authorities,
            part="authorityroutes",
        ),
        Section(
            "deadlines",
            _("Periods"),
            _("Each in the law’s own unit. Without a length, readers see “not verified” and no date is given."),
            law_parts.deadlines,
            part="deadline_rules",
        ),
        Section(
            "changes",
            _("Changes of the law"),
            _("What was amended, and when."),
            law_parts.amendments,
            listed="amendments",
            chinese="what_zh",
        ),
        Section("sources", _("Sources"), _("At least one, with a title."), law_parts.sources, listed="sources"),
    )
}
