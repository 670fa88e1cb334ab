"""Has heads of chains time-stamped outside, so that not even the owner of database and keys can write them anew."""

from datetime import timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from caseapp.audit.models import ChainHead
from caseapp.core import queue
from caseapp.core.actors import SYSTEM, Actor
from caseapp.evidence import timestamping
from caseapp.evidence.enums import AnchorState
from caseapp.evidence.models import Anchor

log = structlog.get_logger(__name__)

LONGEST_WAIT = timedelta(days=1)


def ask_for_anchor(chain: str) -> None:
    """Promise a time-stamp for the newest entry of a chain, in the transaction that wrote it; nobody waits for it.

    Does nothing while no authority is named: `anchor_heads` makes up for it once there is one.
    """
    if timestamping.is_configured() and (head := ChainHead.objects.filter(pk=chain).first()) is not None:
        _ask(chain, head.sequence, head.hash)


def fetch_anchor(*, anchor_id: int, actor: Actor = SYSTEM) -> None:
    """Get one promised time-stamp; doing it again changes nothing.

    When the authority cannot be reached or its answer does not verify, the fault is kept and it is tried again after
    one minute, two, four … up to a day, for as long as it takes.
    """
    anchor = Anchor.objects.filter(pk=anchor_id).first()
    if anchor is None or anchor.state == AnchorState.ANCHORED or not timestamping.is_configured():
        return
    try:
        stamp = timestamping.timestamp(anchor.statement)
    except timestamping.NoTimestamp as fault:
        anchor.attempts += 1
        anchor.fault = str(fault)[:300]
        log.warning("evidence_not_anchored", anchor=anchor.pk, attempts=anchor.attempts)
        with transaction.atomic():
            anchor.save(update_fields=["attempts", "fault", "updated_at"])
            wait = min(timedelta(minutes=2 ** min(anchor.attempts - 1, 12)), LONGEST_WAIT)
            queue.enqueue("evidence.fetch_anchor", at=timezone.now() + wait, anchor_id=anchor.pk)
        return
    anchor.attempts += 1
    anchor.state, anchor.response, anchor.stamped_at, anchor.fault = AnchorState.ANCHORED, stamp.response, stamp.at, ""
    anchor.save(update_fields=["attempts", "state", "response", "stamped_at", "fault", "updated_at"])


def anchor_heads(*, actor: Actor = SYSTEM, limit: int = 50_000) -> int:
    """Promise a time-stamp for the head of every chain that grew since its last one; answers how many. Runs daily."""
    if not timestamping.is_configured():
        return 0
    held = Anchor.objects.filter(chain=OuterRef("pk"), sequence=OuterRef("sequence"))
    heads: Any = ChainHead.objects.filter(~Exists(held), sequence__gt=0).order_by("pk")[:limit]
    asked = 0
    for head in heads.iterator(chunk_size=1000):
        with transaction.atomic():
            asked += _ask(head.chain, head.sequence, head.hash) is not None
    return asked


def _ask(chain: str, sequence: int, digest: str) -> Anchor | None:
    anchor, made = Anchor.objects.get_or_create(chain=chain, sequence=sequence, defaults={"hash": digest})
    if not made:
        return None
    queue.enqueue("evidence.fetch_anchor", anchor_id=anchor.pk)
    return anchor
