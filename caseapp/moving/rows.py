"""What hangs on a case file, table by table, as plain rows and back: read from the models, so that a new table of the
firm's work moves with the rest from its first day.
"""

import base64
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db import models

from caseapp.accounts.models import Firm, User
from caseapp.core.sealing import sealed_columns, unseal
from caseapp.evidence.models import EvidenceItem
from caseapp.litigation.models import CaseFile
from caseapp.respondents.models import Respondent

APPS = ("litigation", "billing")
STAY = frozenset(
    {
        # The client's own, with the firm they were given to.
        "litigation.engagement",
        # A claim's last day belongs to an engagement, and two people answer for it: told, and worked out anew.
        "litigation.limitation",
        "litigation.collectiveaction",
        "litigation.collectiveinvitation",
        "litigation.collectivemember",
        "litigation.distribution",
        "litigation.distributionshare",
        # The firm's books: their numbers and balances are its own. They travel as papers and history.
        "billing.invoice",
        "billing.trustledger",
        "billing.trustpayment",
    }
)
UNMOVED = frozenset({"id", "reference", "updated_at", "storage_name", "sealed_key"})
"""Columns that each installation sets for itself; a receipt's file travels as a file."""

NONE = models.Q(pk=None)
LEFT = {"billing.timeentry": models.Q(minutes=None)}
"""Rows that stay: a clock that is running is nobody's work yet."""


def tables() -> list[type[models.Model]]:
    """The tables that hang on a case file, each after those it points to."""
    found: list[type[models.Model]] = [CaseFile]
    candidates = [
        model
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        if model is not CaseFile and model._meta.label_lower not in STAY
    ]
    grew = True
    while grew:
        grew = False
        for model in candidates:
            if model not in found and any(field.remote_field.model in found for field in _keys(model)):
                found.append(model)
                grew = True
    return found


def _keys(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if field.remote_field is not None]


def rows_of(case_file: CaseFile) -> Iterator[tuple[type[models.Model], models.Model]]:
    """Every row that hangs on a case file, in the order in which it can be made again."""
    held: dict[type[models.Model], set[Any]] = {}
    for model in tables():
        found: list[models.Model]
        if model is CaseFile:
            found = [case_file]
        else:
            anchors = [field for field in _keys(model) if field.remote_field.model in held]
            within = models.Q()
            for field in anchors:
                within |= models.Q(**{f"{field.name}__in": held[field.remote_field.model]})
            found = list(
                model._base_manager.filter(within).exclude(LEFT.get(model._meta.label_lower, NONE)).order_by("pk")
            )
        held[model] = {row.pk for row in found}
        for row in found:
            yield model, row


class Writer:
    """Rows as plain values. People and rows are named by keys of the archive; nothing of ours is in it."""

    def __init__(self, case_file: CaseFile, files: Mapping[Any, str], brought: Sequence[tuple[str, list[str]]]) -> None:
        """`files` are the paths of exhibits by their ids, `brought` those of files that came with the case file before,
        each with what it helps to prove.
        """
        self.files, self.brought = files, brought
        self.people: dict[int, dict[str, str]] = {}
        self.names: dict[tuple[str, Any], str] = {}
        self.rows = list(rows_of(case_file))
        for model, row in self.rows:
            self.names[model._meta.label_lower, row.pk] = f"r{len(self.names) + 1}"
        self._sealed = {(one.model, one.field): one.context for one in sealed_columns()}

    def written(self) -> list[dict[str, Any]]:
        """Every row: its key, its table, its values."""
        return [
            {
                "key": self.names[model._meta.label_lower, row.pk],
                "table": model._meta.label_lower,
                "values": {
                    field.name: self._value(model, field, row)
                    for field in model._meta.concrete_fields
                    if (field.name not in UNMOVED and field.remote_field is None) or self._moves(field)
                }
                | {field.name: self._many(field, row) for field in model._meta.many_to_many},
            }
            for model, row in self.rows
        ]

    def person(self, user: User | None) -> dict[str, str] | None:
        """Somebody of the firm, by a key; who they are stands in the list of people."""
        if user is None:
            return None
        self.people.setdefault(user.pk, {"key": f"p{len(self.people) + 1}", "name": str(user), "email": user.email})
        return {"person": self.people[user.pk]["key"]}

    def _many(self, field: Any, row: models.Model) -> list[dict[str, str]]:
        """What a row is related to many times over: people, rows of the archive, exhibits by their files."""
        related = list(getattr(row, field.name).order_by("pk"))
        if field.remote_field.model is User:
            return [told for one in related if (told := self.person(one))]
        label = field.remote_field.model._meta.label_lower
        found = [{"row": self.names[label, one.pk]} for one in related if (label, one.pk) in self.names]
        if field.remote_field.model is EvidenceItem:
            held = {self.files[one.pk] for one in related if one.pk in self.files}
            held |= {path for path, proves in self.brought if proof_name(row) in proves}
            found += [{"file": path} for path in sorted(held)]
        return found

    def _moves(self, field: Any) -> bool:
        return field.remote_field is not None and field.remote_field.model is not Firm

    def _value(self, model: type[models.Model], field: Any, row: models.Model) -> Any:
        if field.remote_field is not None:
            return self._pointed(field, row)
        value = getattr(row, field.name)
        if field.name == "written_off" and getattr(row, "invoice", None) is not None:
            return f"Billed before the move: {row.invoice.reference}"  # type: ignore[attr-defined]
        if isinstance(field, models.BinaryField):
            context = self._sealed.get((model, field.name))
            if value is None or context is None:
                return None
            return {"sealed": base64.b64encode(unseal(bytes(value), context=context(row))).decode()}
        return value

    def _pointed(self, field: Any, row: models.Model) -> Any:
        target = field.remote_field.model
        pk = getattr(row, field.attname)
        if pk is None:
            return None
        if target is User:
            return self.person(getattr(row, field.name))
        if target is Respondent:
            found = getattr(row, field.name)
            return {
                "respondent": {name: getattr(found, name) for name in ("name", "name_local", "sector", "country_id")}
            }
        if target._meta.app_label == "law":
            return {"law": target._meta.label_lower, "by": _law_key(getattr(row, field.name))}
        name = self.names.get((target._meta.label_lower, pk))
        return {"row": name} if name else None


def proof_name(row: Any) -> str:
    """By what an element that an exhibit helps to prove is told."""
    return f"{row.framework.code}.{row.element}"


def _law_key(found: Any) -> dict[str, Any]:
    """By what a row of the law is found again in another installation."""
    names = [name for name in ("code", "version", "key", "slug") if any(f.name == name for f in found._meta.fields)]
    return {name: getattr(found, name) for name in names}
