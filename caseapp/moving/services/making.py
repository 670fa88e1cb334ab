"""Makes the rows of an archive, for a firm: first as a trial that is taken back, then to stay."""

import base64
import binascii
import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import DatabaseError, models
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.models import Firm, User
from caseapp.billing.models import Disbursement
from caseapp.core.actors import Actor
from caseapp.core.errors import DomainError
from caseapp.core.references import new_reference
from caseapp.core.sealing import seal, sealed_columns
from caseapp.documents.enums import Kind, Side
from caseapp.documents.models import Document
from caseapp.law.models import Jurisdiction
from caseapp.litigation.models import CaseFile
from caseapp.moving.archive import Reading, refused
from caseapp.moving.models import MatterFile
from caseapp.moving.rows import UNMOVED, proof_name, tables
from caseapp.respondents.services import describe_respondent


class Maker:
    """Makes the rows of an archive. `people` maps its keys to accounts; whoever is not mapped becomes the actor."""

    def __init__(self, actor: Actor, firm: Firm, reading: Reading, *, people: Mapping[str, int]) -> None:
        self.actor, self.firm, self.reading = actor, firm, reading
        told = reading.matter
        if not isinstance(told, dict) or not all(
            isinstance(told.get(name), list) for name in ("rows", "documents", "people")
        ):
            raise refused(_("Its content cannot be read."))
        self.told = told
        self.people = people
        self.made: dict[str, models.Model] = {}
        self.order: list[tuple[models.Model, dict[str, Any]]] = []
        self.known = {model._meta.label_lower: model for model in tables()}
        self.sealed = {(one.model, one.field): one.context for one in sealed_columns()}
        self.case_file: CaseFile | None = None
        self.many: list[tuple[models.Model, str, list[Any]]] = []
        self.proofs: dict[str, list[str]] = {}

    def make(self) -> CaseFile:
        """Rows first, then what points forward, then documents. Raises InvalidInput that names the row."""
        try:
            for number, row in enumerate(self.told["rows"], start=1):
                self._row(number, row)
            for made, later in self.order:
                if later:
                    type(made)._base_manager.filter(pk=made.pk).update(
                        **{name: self.made[key].pk for name, key in later.items() if key in self.made}
                    )
            for made, name, values in self.many:
                self._relate(made, name, values)
            if self.case_file is None:
                raise refused(_("It holds no case file."))
            for paper in self.told["documents"]:
                self._paper(paper)
        except DomainError:
            raise
        except (KeyError, TypeError, ValueError, AttributeError, ValidationError, binascii.Error, DatabaseError):
            raise refused(
                _("Its content does not hold together: row %(number)s.") % {"number": len(self.order) + 1}
            ) from None
        return self.case_file

    def report(self) -> dict[str, Any]:
        """What was made, by table; who is named; which files come along."""
        counts: dict[str, int] = {}
        for made in self.made.values():
            name = made._meta.label_lower
            counts[name] = counts.get(name, 0) + 1
        return {
            "title": self.case_file.title if self.case_file else "",
            "firm": str(self.reading.manifest.get("firm", ""))[:200],
            "made_at": str(self.reading.manifest.get("made_at", ""))[:40],
            "counts": {
                **counts,
                Document._meta.label_lower: len(self.told["documents"]),
                MatterFile._meta.label_lower: len(self.loose()),
            },
            "people": [
                {name: str(one.get(name, ""))[:200] for name in ("key", "name", "email")} for one in self.told["people"]
            ],
        }

    def attach(self, kept: Mapping[str, dict[str, Any]]) -> None:
        """Give files that were put into the store to what they belong to: receipts to their disbursements, the rest to
        the case file, each with the elements that it helps to prove.
        """
        for key, path in self.told.get("files", {}).items():
            outlay = self.made[key]
            Disbursement.objects.filter(pk=outlay.pk).update(
                storage_name=kept[path]["storage_name"], sealed_key=kept[path]["sealed_key"]
            )
        for path in self.loose():
            MatterFile.objects.create(
                case_file_id=self.case_file.pk if self.case_file is not None else 0,
                path=path,
                proves=sorted(self.proofs.get(path, [])),
                **kept[path],
            )

    def stored(self) -> list[str]:
        """The files that are kept as files: receipts and what has no other home here."""
        return [*self.told.get("files", {}).values(), *self.loose()]

    def loose(self) -> list[str]:
        homes = {paper["file"] for paper in self.told["documents"]} | set(self.told.get("files", {}).values())
        return [path for path in self.reading.paths if path not in homes]

    def _row(self, number: int, row: dict[str, Any]) -> None:
        model = self.known.get(row["table"])
        if model is None or row["key"] in self.made or (model is CaseFile) != (number == 1):
            raise refused(
                _("It holds a table that is not known here: %(table)s") % {"table": str(row.get("table"))[:60]}
            )
        made, later, sealed, later_many = model(), {}, {}, {}
        for name, value in row["values"].items():
            if (model, f"sealed_{name}") in self.sealed:
                # Archives made before these words were sealed hold them plain.
                sealed[f"sealed_{name}"] = str(value).encode()
                continue
            try:
                field = model._meta.get_field(name)
            except FieldDoesNotExist:
                raise refused(
                    _("It holds a column that is not known here: %(name)s") % {"name": str(name)[:60]}
                ) from None
            if field.many_to_many and not field.auto_created:
                later_many[name] = value
                continue
            if name in UNMOVED or not getattr(field, "concrete", False):
                continue
            if field.remote_field is not None:
                pointed = self._pointed(field, value)
                if isinstance(pointed, str):
                    later[name] = pointed
                else:
                    setattr(made, field.name, pointed)
            elif isinstance(field, models.BinaryField):
                if value is not None and (model, name) in self.sealed:
                    sealed[name] = base64.b64decode(value["sealed"], validate=True)
            else:
                setattr(made, name, field.to_python(value))  # type: ignore[union-attr]
        if hasattr(made, "firm_id"):
            made.firm = self.firm  # type: ignore[attr-defined]
        keys = [field.name for field in model._meta.concrete_fields if field.remote_field is not None]
        made.clean_fields(exclude=[*keys, *UNMOVED, "created_at"])
        made.save(force_insert=True)
        for name, plain in sealed.items():
            setattr(made, name, seal(plain, context=self.sealed[model, name](made)))
        if sealed:
            made.save(update_fields=list(sealed))
        self._date(made, row["values"].get("created_at"))
        self.made[row["key"]] = made
        self.order.append((made, later))
        self.many += [(made, name, list(values)) for name, values in later_many.items()]
        if isinstance(made, CaseFile):
            self.case_file = made

    def _relate(self, made: Any, name: str, values: list[Any]) -> None:
        """What a row is related to many times over: people, rows, and files that arrive with the case file."""
        target: Any = type(made)._meta.get_field(name).remote_field.model
        found = []
        for value in values:
            if "file" in value:
                self.proofs.setdefault(str(value["file"]), []).append(proof_name(made))
            elif "person" in value:
                found.append(self._person(value))
            elif (row := self.made.get(value["row"])) is not None:
                if not isinstance(row, target):
                    raise refused(_("Its content cannot be read."))
                found.append(row.pk)
        if found:
            getattr(made, name).set(found)

    def _date(self, made: models.Model, created_at: Any) -> None:
        """Let a row be as old as it was, where rows may change."""
        triggers = getattr(made._meta, "triggers", ())
        if created_at and not any(one.name == "append_only" for one in triggers):
            moment = dt.datetime.fromisoformat(created_at)
            type(made)._base_manager.filter(pk=made.pk).update(created_at=moment)

    def _pointed(self, field: Any, value: Any) -> Any:
        """What a column points to: a row that was made, the key of a later one, a person, the law, or nothing."""
        target = field.remote_field.model
        if target is Firm:
            return self.firm
        if target is User:
            return User.objects.get(pk=self._person(value)) if value or not field.null else None
        if value is None:
            return None
        if "respondent" in value:
            told = value["respondent"]
            return describe_respondent(
                actor=self.actor,
                name=str(told["name"]),
                country=Jurisdiction.objects.get(pk=told["country_id"]),
                sector=str(told["sector"]),
            )
        if "law" in value:
            if value["law"] != target._meta.label_lower:
                raise refused(_("Its content cannot be read."))
            by = {name: value["by"][name] for name in ("code", "version", "key", "slug") if name in value["by"]}
            found = target._base_manager.filter(**by).first() if by else None
            if found is None and not field.null:
                raise refused(_("A law or place that it names is not known here."))
            return found
        if "row" in value:
            made = self.made.get(value["row"])
            if made is not None and not isinstance(made, target):
                raise refused(_("Its content cannot be read."))
            return made if made is not None else str(value["row"])
        return None

    def _person(self, value: Any) -> int:
        mapped = self.people.get(value["person"]) if value else None
        return mapped or self.actor.user_id or 0

    def _paper(self, told: dict[str, Any]) -> None:
        if told["kind"] not in Kind.values or self.case_file is None:
            raise refused(_("It holds a kind of document that is not known here."))
        pdf = b"".join(self.reading.content(told["file"]))
        paper = Document(
            reference=new_reference("DOC", dt.date.today()),
            side=Side.FIRM,
            firm=self.firm,
            matter=self.case_file.reference,
            made_at=dt.datetime.fromisoformat(told["made_at"]),
            made_by_id=self._person(told["made_by"]) if told["made_by"] else None,
            size=len(pdf),
            **{name: told[name] for name in ("kind", "title", "language", "version", "sha256")},
        )
        paper.clean_fields(
            exclude=[
                "sealed_content",
                "sealed_facts",
                "sealed_pdf",
                "made_by",
                "firm",
                "complaint",
                "authority",
                "template",
            ]
        )
        paper.freeze(content=told["content"], facts=told["facts"], pdf=pdf)
        paper.pdf()
        paper.save(force_insert=True)
