"""What may happen to the registry: an organisation is described, added, corrected and verified."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caseapp.audit.services import digest, record
from caseapp.core import queue
from caseapp.core.actors import Actor
from caseapp.core.enums import ActorSector, Sector
from caseapp.core.errors import InvalidInput, NotAllowed, NotFound
from caseapp.core.policies import can
from caseapp.law.enums import JurisdictionKind
from caseapp.law.models import Jurisdiction
from caseapp.respondents.models import Alias, Respondent, Site, Supply
from caseapp.respondents.selectors import NAME_LENGTH, contains, tidy_name

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

CHANGEABLE = ("name", "name_local", "country", "sector", "kind", "parent", "address")
ADDRESS_LENGTH = 300
SOURCE_LENGTH = 300


@transaction.atomic
def describe_respondent(
    *,
    actor: Actor,
    name: str,
    country: str | Jurisdiction,
    sector: str = Sector.OTHER,
    kind: str = ActorSector.PRIVATE,
    address: str = "",
) -> Respondent:
    """The organisation that a complainant describes, not verified; a known one of that name and country is taken.

    Anyone may, because anyone may file. `country` may be a part of a country (`US-IL` counts as `US`). Tells nobody.
    Refuses an empty or over-long name, an unknown country, sector or kind of body.
    """
    given = _checked(name=name, country=country, sector=sector, kind=kind, address=address)
    _one_at_a_time(given["country"], given["name"])
    known = _same_name(given["country"], given["name"])
    return known if known is not None else _add(actor, given, "respondents.describe", verified=False)


@transaction.atomic
def add_respondent(
    *,
    actor: Actor,
    name: str,
    country: str | Jurisdiction,
    sector: str = Sector.OTHER,
    kind: str = ActorSector.PRIVATE,
    address: str = "",
    name_local: str = "",
    parent: Respondent | None = None,
    aliases: Iterable[str] = (),
    verified: bool = True,
) -> Respondent:
    """Enter an organisation, verified. Officers alone; refuses a second one of that name and country."""
    _require(actor, None)
    given = _checked(name=name, country=country, sector=sector, kind=kind, address=address, name_local=name_local)
    _one_at_a_time(given["country"], given["name"])
    if _same_name(given["country"], given["name"]) is not None:
        raise InvalidInput.field("name", _("An organisation with this name is already registered in this country."))
    respondent = _add(actor, {**given, "parent": parent}, "respondents.add", verified=verified)
    _set_aliases(respondent, aliases)
    say_changed(respondent)
    return respondent


@transaction.atomic
def change_respondent(
    *, actor: Actor, respondent: Respondent, changes: Mapping[str, Any], aliases: Iterable[str] | None = None
) -> Respondent:
    """Correct names, country, sector, kind, group or address; `aliases`, when given, replaces the list of other names.

    Officers alone. Writes the names of the changed fields to the audit. Refuses a name that another one bears in the
    same country, and a group that would contain itself.
    """
    respondent = _locked(respondent)
    _require(actor, respondent)
    wanted = {field: getattr(respondent, field) for field in CHANGEABLE} | {
        field: value for field, value in changes.items() if field in CHANGEABLE
    }
    parent = wanted.pop("parent")
    given = {**_checked(**wanted), "parent": parent}
    _one_at_a_time(given["country"], given["name"])
    twin = _same_name(given["country"], given["name"], besides=respondent)
    if twin is not None and "name" in changes and tidy_name(respondent.name) != given["name"]:
        raise InvalidInput.field("name", _("An organisation with this name is already registered in this country."))
    _refuse_circle(respondent, parent)
    changed = [field for field in CHANGEABLE if getattr(respondent, field) != given[field]]
    for field in changed:
        setattr(respondent, field, given[field])
    if changed:
        respondent.save(update_fields=[*changed, "updated_at"])
    if aliases is not None and _set_aliases(respondent, aliases):
        changed.append("aliases")
    if changed:
        record(
            actor=actor,
            action="respondents.change",
            subject=respondent,
            chain=respondent.reference,
            facts={"fields": changed},
        )
        say_changed(respondent)
    return respondent


@transaction.atomic
def verify_respondent(*, actor: Actor, respondent: Respondent) -> Respondent:
    """An officer vouches that the organisation exists as described. Doing it twice changes nothing."""
    respondent = _locked(respondent)
    _require(actor, respondent)
    if not respondent.verified:
        respondent.verified = True
        respondent.save(update_fields=["verified", "updated_at"])
        record(actor=actor, action="respondents.verify", subject=respondent, chain=respondent.reference)
    return respondent


@transaction.atomic
def add_site(*, actor: Actor, respondent: Respondent, name: str, address: str = "") -> Site:
    """Note a place where the respondent's system stands; one with the same name is taken as it is. Officers alone."""
    respondent = _locked(respondent)
    _require(actor, respondent)
    name, address = tidy_name(name), tidy_name(address)
    if not name:
        raise InvalidInput.field("name", _("Enter the name of the place."))
    site, made = Site.objects.get_or_create(respondent=respondent, name=name, defaults={"address": address})
    if made:
        record(
            actor=actor,
            action="respondents.add_site",
            subject=respondent,
            chain=respondent.reference,
            facts={"site": site.pk},
        )
        say_changed(respondent)
    return site


@transaction.atomic
def add_supply(*, actor: Actor, site: Site, supplier: Respondent, product: str = "", source: str = "") -> Supply:
    """Note whose system stands at a place, and where that is known from; again, it replaces product and source.

    Officers alone. Refuses an organisation as its own supplier, and a note without a source.
    """
    respondent = _locked(site.respondent)
    _require(actor, respondent)
    words = {"product": tidy_name(product), "source": source.strip()}
    if supplier.pk == respondent.pk:
        raise InvalidInput.field("supplier", _("An organisation is not its own supplier."))
    if not words["source"] or len(words["source"]) > SOURCE_LENGTH:
        raise InvalidInput.field("source", _("Say where this is known from, in at most 300 characters."))
    supply, made = Supply.objects.update_or_create(site=site, supplier=supplier, defaults=words)
    record(
        actor=actor,
        action="respondents.add_supply",
        subject=respondent,
        chain=respondent.reference,
        facts={"site": site.pk, "supplier": supplier.reference, "source": digest(supply.source)},
    )
    if made:
        say_changed(respondent)
    return supply


def say_changed(*respondents: Respondent) -> None:
    """Say that more is known of these organisations: what rests on their names, group, places and suppliers is looked
    at again in the background, once for all that changes before that begins. Every service that changes one calls it.
    """
    for respondent in respondents:
        queue.enqueue_once("respondents.changed", respondent_id=respondent.pk)


def _require(actor: Actor, respondent: Respondent | None) -> None:
    if not can(actor, "respondents.change", respondent):
        raise NotAllowed(_("Only officers may change the registry of organisations."))


def _locked(respondent: Respondent) -> Respondent:
    found = Respondent.objects.select_for_update(of=("self",)).filter(pk=respondent.pk).first()
    if found is None:
        raise NotFound
    return found


def _checked(
    *, name: str, country: str | Jurisdiction, sector: str, kind: str, address: str, name_local: str = ""
) -> dict[str, Any]:
    """The same facts tidied, with the country's row; refuses everything wrong at once."""
    errors: dict[str, _StrOrPromise] = {}
    if not tidy_name(name):
        errors["name"] = _("Enter the name of the organisation.")
    for field, value in (("name", name), ("name_local", name_local)):
        if len(value.strip()) > NAME_LENGTH:
            errors[field] = _("The name may have at most 200 characters.")
    if len(address.strip()) > ADDRESS_LENGTH:
        errors["address"] = _("The address may have at most 300 characters.")
    place = _country(country)
    if place is None:
        errors["country"] = _("Choose a country from the list.")
    if sector not in Sector.values:
        errors["sector"] = _("Choose a sector from the list.")
    if kind not in ActorSector.values:
        errors["kind"] = _("Say whether it is a private or a public body.")
    if errors:
        raise InvalidInput(errors=errors)
    return {
        "name": tidy_name(name),
        "name_local": tidy_name(name_local),
        "country": place,
        "sector": sector,
        "kind": kind,
        "address": " ".join(address.split()),
    }


def _country(given: str | Jurisdiction) -> Jurisdiction | None:
    """The country of a jurisdiction: itself, or the nearest parent that is one."""
    place = given if isinstance(given, Jurisdiction) else Jurisdiction.objects.filter(pk=given).first()
    while place is not None and place.kind == JurisdictionKind.SUBDIVISION:
        place = place.parent
    return place


def _one_at_a_time(country: Jurisdiction, name: str) -> None:
    """Two people who describe the same new organisation at once must not make two of it."""
    with connection.cursor() as cursor:
        key = f"respondent {country.pk} {name.casefold()}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def _same_name(country: Jurisdiction, name: str, besides: Respondent | None = None) -> Respondent | None:
    """A registered organisation of the country that bears this name in any script, a verified one first."""
    aliased = list(Alias.objects.filter(contains("name", name, whole=True)).values_list("respondent_id", flat=True))
    named = contains("name", name, whole=True) | contains("name_local", name, whole=True) | Q(pk__in=aliased)
    found = Respondent.objects.filter(named, country=country, merged_into=None).order_by("-verified", "pk")
    return found.exclude(pk=besides.pk).first() if besides is not None else found.first()


def _refuse_circle(respondent: Respondent, parent: Respondent | None) -> None:
    above = parent
    while above is not None:
        if above.pk == respondent.pk:
            raise InvalidInput.field("parent", _("An organisation cannot belong to itself."))
        above = above.parent


def _add(actor: Actor, given: dict[str, Any], action: str, *, verified: bool) -> Respondent:
    respondent = Respondent.objects.create(**given, verified=verified)
    record(
        actor=actor,
        action=action,
        subject=respondent,
        chain=respondent.reference,
        facts={"country": respondent.country_id, "name": digest(respondent.name), "verified": verified},
    )
    return respondent


def _set_aliases(respondent: Respondent, names: Iterable[str]) -> bool:
    wanted = {tidy_name(name) for name in names} - {"", respondent.name, respondent.name_local}
    known = set(respondent.aliases.values_list("name", flat=True))
    respondent.aliases.filter(name__in=known - wanted).delete()
    Alias.objects.bulk_create([Alias(respondent=respondent, name=name) for name in sorted(wanted - known)])
    return wanted != known
