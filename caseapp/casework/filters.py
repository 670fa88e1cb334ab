"""What a desk's list of complaints can be narrowed to and counted by; each choice stands in the address."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.models import Authority, User
from caseapp.accounts.selectors import colleagues
from caseapp.casework import near
from caseapp.casework.levels import priority_levels
from caseapp.complaints import selectors
from caseapp.complaints.enums import OPEN_STATES, ComplaintState, ReferralState
from caseapp.complaints.models import Complaint, Referral
from caseapp.complaints.querysets import ComplaintQuerySet
from caseapp.core.actors import Actor
from caseapp.core.counts import capped_counts
from caseapp.core.enums import Sector, Use
from caseapp.core.forms_acts import DayInput
from caseapp.core.references import normalise_reference
from caseapp.law.models import Jurisdiction
from caseapp.respondents.models import Respondent
from caseapp.respondents.selectors import NearName, near_names
from caseapp.rules.dates import end_of, start_of

REFERRED_IN, REFERRED_OUT, PROPOSED_OUT = "referred_in", "referred_out", "to_refer"
"""Handed over to the actor's authority, handed over by it and still readable, and proposed to be by a rule."""
CONTESTED = "contested"
"""Ended, and the complainant asks to reopen it: a supervisor has to answer."""
OF_THE_DESK = frozenset({REFERRED_IN, REFERRED_OUT, PROPOSED_OUT, CONTESTED})
"""What an authority alone can ask for."""

GROUPS: dict[str, frozenset[str]] = {
    "open": frozenset(OPEN_STATES),
    "us": frozenset({ComplaintState.UNDER_REVIEW, ComplaintState.ACCEPTED}),
    "others": frozenset({ComplaintState.AWAITING_COMPLAINANT}),
    REFERRED_IN: frozenset({ComplaintState.REFERRED}),
    REFERRED_OUT: frozenset(ComplaintState.values),
    PROPOSED_OUT: OPEN_STATES,
    CONTESTED: frozenset(ComplaintState.values),
}
"""States that a person asks for together."""

SHOWN_STATES = [choice for choice in ComplaintState.choices if choice[0] != ComplaintState.DRAFT]
COUNTED = (
    ComplaintState.SUBMITTED,
    ComplaintState.UNDER_REVIEW,
    ComplaintState.AWAITING_COMPLAINANT,
    ComplaintState.ACCEPTED,
    ComplaintState.IN_INVESTIGATION,
)

NOBODY, ME = "nobody", "me"
SINGLE = "none"
PLACES_KEPT_SECONDS = 600

LEVELS = [(str(least), label) for least, label in priority_levels()]
AGES = [
    ("7", _("7 days and more")),
    ("30", _("30 days and more")),
    ("90", _("90 days and more")),
    ("180", _("180 days and more")),
]


class QueueFilter(forms.Form):
    """The filters of the queue. Every field may be empty; one that makes no sense is named and left out."""

    q = forms.CharField(label=_("Words or reference"), required=False, max_length=200)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("Any")),
            ("open", _("All open")),
            ("us", _("Waiting for us")),
            ("others", _("Waiting for others")),
            (REFERRED_IN, _("Referred to us")),
            (REFERRED_OUT, _("Referred by us")),
            (PROPOSED_OUT, _("A rule proposes to refer it")),
            (CONTESTED, _("Its end is contested")),
            *SHOWN_STATES,
        ],
    )
    assigned = forms.ChoiceField(label=_("Assigned to"), required=False)
    jurisdiction = forms.ChoiceField(label=_("Country or region"), required=False)
    respondent = forms.CharField(label=_("Respondent’s name or reference"), required=False, max_length=200)
    use = forms.ChoiceField(label=_("What the system did"), required=False, choices=[("", _("Any")), *Use.choices])
    sector = forms.ChoiceField(label=_("Sector"), required=False, choices=[("", _("Any")), *Sector.choices])
    received_after = forms.DateField(label=_("Received from"), required=False, widget=DayInput())
    received_before = forms.DateField(label=_("Received until"), required=False, widget=DayInput())

    priority = forms.ChoiceField(label=_("Priority"), required=False, choices=[("", _("Any")), *LEVELS])
    age = forms.ChoiceField(label=_("Waiting"), required=False, choices=[("", _("Any time")), *AGES])
    site = forms.CharField(label=_("Name of the place"), required=False, max_length=200)
    tag = forms.CharField(label=_("Tag"), required=False, max_length=40)
    cluster = forms.CharField(
        label=_("Cluster"), required=False, max_length=40, help_text=_("A reference, or “none” for single complaints")
    )
    due = forms.ChoiceField(
        label=_("To be acknowledged"),
        required=False,
        choices=[("", _("Any")), ("late", _("Overdue")), ("soon", _("Within 7 days"))],
    )
    minors = forms.BooleanField(label=_("Children concerned"), required=False)

    MORE = (
        "jurisdiction",
        "respondent",
        "site",
        "use",
        "sector",
        "priority",
        "age",
        "received_after",
        "received_before",
        "tag",
        "cluster",
        "due",
        "minors",
    )
    FOR_FIRMS = ("q", "state", "respondent", "site", "use", "sector", "received_after", "received_before", "minors")
    """Filters that a firm has as well; the others read an authority's own order of work."""

    def __init__(self, data: Any, *, actor: Actor, colleagues: Iterable[User]) -> None:
        super().__init__(data)
        self.actor = actor
        self.near: list[NearName] = []
        self.exact = bool(self.data.get(near.EXACT))
        if not actor.is_officer:
            self.fields = {name: field for name, field in self.fields.items() if name in self.FOR_FIRMS}
            state: Any = self.fields["state"]
            state.choices = [choice for choice in state.choices if choice[0] not in OF_THE_DESK]
            return
        self.fields["assigned"].choices = [  # type: ignore[attr-defined]
            ("", _("Anybody or nobody")),
            (ME, _("Me")),
            (NOBODY, _("Nobody")),
            *((str(user.pk), str(user)) for user in colleagues if user.pk != actor.user_id),
        ]
        self.fields["jurisdiction"].choices = [  # type: ignore[attr-defined]
            ("", _("Any")),
            *((place.code, str(place.name)) for place in _places(actor)),
        ]

    @property
    def active(self) -> bool:
        """Whether anything is asked for."""
        return any(str(self.data.get(name, "")).strip() for name in self.fields)

    def in_words(self) -> list[tuple[Any, Any]]:
        """Each filter that is set, with what it asks for."""
        given = [(field, str(self.data.get(field.name, "")).strip()) for field in self]
        return [(field.label, _in_words(field.field, value)) for field, value in given if value]

    def more(self) -> list[Any]:
        """The folded fields that this reader has."""
        return [self[name] for name in self.MORE if name in self.fields]

    @property
    def more_active(self) -> bool:
        """Whether one of the folded filters is set, so that they are shown open."""
        return any(str(self.data.get(name, "")).strip() for name in self.MORE)

    def narrow(self, found: ComplaintQuerySet) -> Any:
        """The complaints that every well-formed filter lets through."""
        self.is_valid()
        wanted = self.cleaned_data
        if state := wanted.get("state"):
            found = found.filter(state__in=GROUPS.get(state, {state}))
        if assigned := wanted.get("assigned"):
            who = {ME: self.actor.user_id, NOBODY: None}.get(assigned, assigned)
            found = found.filter(assigned_to_id=who)
        for name in ("jurisdiction", "use", "sector"):
            if wanted.get(name):
                found = found.filter(**{f"{name}": wanted[name]})
        if respondent := wanted.get("respondent", "").strip():
            found = found.filter(_by_respondent(respondent, self._nearly(respondent, places=False)))
        if day := wanted.get("received_after"):
            found = found.filter(submitted_at__gte=start_of(day))
        if day := wanted.get("received_before"):
            found = found.filter(submitted_at__lte=end_of(day))
        if wanted.get("priority"):
            found = found.filter(priority__gte=int(wanted["priority"]))
        if wanted.get("age"):
            found = found.filter(submitted_at__lt=timezone.now() - timedelta(days=int(wanted["age"])))
        if site := wanted.get("site", "").strip():
            found = found.filter(selectors.at_place(site) | self._nearly(site, organisations=False)())
        if tag := wanted.get("tag", "").strip():
            found = found.filter(tags__word=tag, tags__authority__in=self.actor.authority_ids())
        if cluster := wanted.get("cluster", "").strip():
            found = found.filter(_by_cluster(cluster))
        if due := wanted.get("due"):
            today = self.actor.today()
            within = {"acknowledge_by__gte": today, "acknowledge_by__lte": today + timedelta(days=7)}
            found = found.filter(
                state=ComplaintState.SUBMITTED, **({"acknowledge_by__lt": today} if due == "late" else within)
            )
        if wanted.get("minors"):
            found = found.filter(minors=True)
        if words := wanted.get("q", "").strip():
            found = found.filter(_by_words(words, self._nearly(words)))
        return found

    def _nearly(self, typed: str, *, organisations: bool = True, places: bool = True) -> Callable[[], Q]:
        """Complaints about names that may have been mistyped; the page tells these, and the address leaves them out."""

        def found() -> Q:
            if self.exact:
                return Q(pk__in=[])
            names = [each for each in near_names(self.actor, typed) if (places if each.is_place else organisations)]
            self.near += [each for each in names if each not in self.near]
            return near.about(names)

        return found


def counts_by_state(found: ComplaintQuerySet, actor: Actor) -> dict[str, int]:
    """How many complaints stand in each open state, in one statement; each up to the cap of `core.counts`."""
    if not actor.authority_ids():
        return {}
    return capped_counts({str(state): found.filter(state=state) for state in COUNTED})


def _by_respondent(text: str, nearly: Callable[[], Q]) -> Q:
    reference = normalise_reference(text)
    if reference is not None:
        return Q(respondent_id=_respondent(reference))
    return selectors.of_respondent(text, nearly)


def _respondent(reference: str) -> int:
    """Looked up first: of a known one the database knows whether it has ten complaints or a hundred thousand."""
    return Respondent.objects.filter(reference=reference).order_by().values_list("pk", flat=True).first() or 0


def _by_cluster(text: str) -> Q:
    if text.casefold() == SINGLE:
        return Q(cluster=None)
    return Q(cluster__reference=normalise_reference(text) or "")


def _by_words(words: str, nearly: Callable[[], Q]) -> Q:
    reference = normalise_reference(words)
    if reference is not None:
        respondent = _respondent(reference)
        return Q(respondent_id=respondent) if respondent else Q(reference=reference)
    return selectors.with_words(words, nearly)


def _places(actor: Actor) -> list[Jurisdiction]:
    """The places that the actor's authorities hear complaints from: their own and those below; kept for ten minutes."""
    authorities = sorted(actor.authority_ids())
    key = f"casework.places:{','.join(map(str, authorities))}"
    return cache.get_or_set(key, lambda: list(_heard_from(authorities)), PLACES_KEPT_SECONDS) or []


def _heard_from(authorities: list[int]) -> QuerySet[Jurisdiction]:
    return (
        Jurisdiction.objects.filter(
            Q(authorities__in=authorities)
            | Q(parent__authorities__in=authorities)
            | Q(parent__parent__authorities__in=authorities)
        )
        .distinct()
        .order_by("code")
    )


def narrowed(actor: Actor, query: QueryDict, filters: QueueFilter | None = None) -> ComplaintQuerySet:
    """The complaints that a list of this address holds. Without any filter: what is open and in no cluster."""
    found = queue_of(actor)
    if actor.is_officer and query.get("state") == REFERRED_OUT:
        found = selectors.complaints(actor).exclude(authority_id__in=actor.authority_ids())
    elif actor.is_officer and query.get("state") == PROPOSED_OUT:
        waiting = Referral.objects.visible_to(actor).filter(state=ReferralState.PROPOSED)
        found = found.filter(pk__in=waiting.values("complaint"))
    elif actor.is_officer and query.get("state") == CONTESTED:
        found = found.contested()
    filters = filters or QueueFilter(query, actor=actor, colleagues=colleagues_of(actor))
    if actor.is_officer and not filters.active and not query.get("all"):
        return found.filter(cluster=None, state__in=OPEN_STATES)
    narrowed_down: ComplaintQuerySet = filters.narrow(found)
    return narrowed_down


def queue_of(actor: Actor) -> ComplaintQuerySet:
    """What an officer's authority has, or what a lawyer's firm was let in to; the actor's own filings are not work."""
    if actor.is_officer:
        found = Complaint.objects.at_desk_of(actor).select_related(*selectors.NAMED_IN_LISTS)
    else:
        found = selectors.complaints(actor)
    mine: ComplaintQuerySet = found.exclude(owner_id=actor.user_id)
    return mine


def _in_words(field: forms.Field, value: str) -> Any:
    if isinstance(field, forms.BooleanField):
        return _("Yes")
    if not isinstance(field, forms.ChoiceField):
        return value
    choices: Any = field.choices
    return dict(choices).get(value, value)


def filters_in_words(actor: Actor, query: str) -> list[tuple[Any, Any]]:
    """What the address of a list narrows it to, as its filters say it."""
    return QueueFilter(QueryDict(query), actor=actor, colleagues=colleagues_of(actor)).in_words()


def colleagues_of(actor: Actor) -> list[User]:
    """People of the actor's authorities who can have a complaint."""
    return [
        user
        for pk in sorted(actor.authority_ids())
        for user in colleagues(actor, Authority(pk=pk)).only("display_name", "email")
    ]
