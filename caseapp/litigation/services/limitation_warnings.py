"""Warning the team before a limitation date, and the partners where nobody read the warning."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.litigation.enums import CaseFileState, LimitationState
from caseapp.litigation.models import CaseFile, Limitation, LimitationWarning
from caseapp.litigation.services.telling import members
from caseapp.notifications import services as notifications
from caseapp.notifications.models import Notice

AHEAD = (1, 7, 30, 90)
"""Days before the last day on which the team is warned."""

UNREAD = {1: dt.timedelta(hours=4), 7: dt.timedelta(days=1), 30: dt.timedelta(days=2), 90: dt.timedelta(days=3)}
"""How long a warning may stay unread before the partners are told."""

WARNED = "litigation.limitation_warning"

notifications.tell(WARNED, _("Limitation in %(reference)s: the last day is %(last_day)s."))
notifications.tell(
    "litigation.limitation_unread",
    _("Nobody of the team has read the limitation warning in %(reference)s: the last day is %(last_day)s."),
)


def team_of(case_file: CaseFile) -> list[int]:
    """The accounts that a case file's warnings go to: its team and whoever is responsible; else the whole firm."""
    firm = set(members(case_file.firm_id))
    named = {*case_file.team.values_list("pk", flat=True), case_file.responsible_id}
    return sorted(firm & named) or sorted(firm)


def warn_of_limitation(today: dt.date | None = None) -> int:
    """Give every warning that is due and was not given yet; returns how many. Safe to run again."""
    today = today or timezone.now().date()
    rows = (
        Limitation.objects.filter(last_day__gte=today, last_day__lte=today + dt.timedelta(days=max(AHEAD)))
        .exclude(state=LimitationState.MET)
        .exclude(case_file__state=CaseFileState.CLOSED)
        .select_related("case_file")
    )
    return sum(_warn(row, row.last_day, today) for row in rows if row.last_day is not None)


def escalate_unread() -> int:
    """Tell the partners of warnings that nobody of the team has read in time; returns how many. Safe to run again."""
    waiting = LimitationWarning.objects.filter(escalated_at=None).exclude(limitation__state=LimitationState.MET)
    return sum(_escalate(row) for row in waiting.select_related("limitation__case_file"))


@transaction.atomic
def _warn(limitation: Limitation, last_day: dt.date, today: dt.date) -> bool:
    left = (last_day - today).days
    warning, new = LimitationWarning.objects.get_or_create(
        limitation=limitation,
        days=next(days for days in AHEAD if left <= days),
        last_day=last_day,
        defaults={"sent_at": timezone.now()},
    )
    if new:
        notifications.notify_users(
            user_ids=team_of(limitation.case_file), kind=WARNED, data=_data(warning), path=_path(limitation)
        )
    return new


@transaction.atomic
def _escalate(warning: LimitationWarning) -> bool:
    limitation = warning.limitation
    if timezone.now() - warning.sent_at < UNREAD[warning.days]:
        return False
    if Notice.objects.filter(kind=WARNED, data__warning=warning.pk, read_at__isnull=False).exists():
        return False
    if not LimitationWarning.objects.filter(pk=warning.pk, escalated_at=None).update(escalated_at=timezone.now()):
        return False
    notifications.notify_users(
        user_ids=members(limitation.case_file.firm_id, ["partner"]),
        kind="litigation.limitation_unread",
        data=_data(warning),
        path=_path(limitation),
    )
    return True


def _data(warning: LimitationWarning) -> dict[str, object]:
    return {
        "reference": warning.limitation.case_file.reference,
        "last_day": warning.last_day.isoformat(),
        "warning": warning.pk,
    }


def _path(limitation: Limitation) -> str:
    return f"/case-files/{limitation.case_file.reference}/limitation/"
