"""Destroying the evidence of an erased complaint: its key first, so that copies in old backups open no more."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.core import queue
from caseapp.core.actors import Actor
from caseapp.core.errors import WrongState
from caseapp.evidence.enums import Custody
from caseapp.evidence.models import Vault
from caseapp.evidence.services import anchors, custody


@transaction.atomic
def shred_vault(*, actor: Actor, vault: Vault, reason: str = "") -> int:
    """Destroy the vault's key and delete every file and row of it; answers how many. Cannot be taken back.

    The custody chain stays: it says of each file that it was erased, and names nothing of it but its SHA-256; a reason
    is kept as its digest. What is still arriving, requests to others and exports go too. Called by the services that
    decide on erasure. Refused while the complaint is kept for proceedings.
    """
    locked = Vault.objects.select_for_update(of=("self",)).select_related("complaint").get(pk=vault.pk)
    if locked.complaint is not None and locked.complaint.held:
        raise WrongState(_("This complaint is kept for proceedings: nothing of it may be erased."))
    told = {"reason": audit.digest(reason)} if reason else {}
    items = list(locked.items.order_by("position"))
    for item in items:
        item.vault = locked
        custody.write(actor=actor, act=Custody.ERASED, item=item, **told)
        for name in (item.storage_name, *item.derivatives.values_list("storage_name", flat=True)):
            queue.enqueue("evidence.delete_file", storage_name=name)
    for export in locked.exports.exclude(storage_name=""):
        queue.enqueue("evidence.delete_file", storage_name=export.storage_name)
    for upload in locked.uploads.all():
        transaction.on_commit(partial(upload.path.unlink, missing_ok=True))
    if items:
        anchors.ask_for_anchor(locked.chain)
    locked.items.all().delete()
    locked.delete()
    return len(items)
