"""Vaults: opened while a complaint is drafted, attached when it is sent, thrown away with a draft that never was."""

from functools import partial

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.models import Authority
from caseapp.complaints.models import Complaint
from caseapp.core import queue
from caseapp.core.actors import SYSTEM, Actor
from caseapp.core.errors import NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.evidence.enums import Custody
from caseapp.evidence.models import Vault
from caseapp.evidence.services import custody


def open_vault(*, actor: Actor) -> Vault:
    """A new, empty vault with a key of its own, for a draft. Whoever holds the draft decides who reaches it."""
    vault = Vault.new()
    vault.save()
    return vault


def open_inquiry_vault(*, actor: Actor, authority: Authority) -> Vault:
    """A new, empty vault for what is given in an inquiry of the authority; its officers see it, no complainant does."""
    vault = Vault.new()
    vault.authority = authority
    vault.save()
    return vault


def vault_of(*, actor: Actor, complaint: Complaint) -> Vault:
    """The vault of a complaint, made when it has none yet. Raises NotAllowed for whoever may not add evidence."""
    if not (actor.is_system or can(actor, "evidence.add", complaint)):
        raise NotAllowed()
    found = Vault.objects.filter(complaint=complaint).first()
    if found is not None:
        return found
    vault = Vault.new()
    vault.complaint = complaint
    try:
        with transaction.atomic():
            vault.save(force_insert=True)
    except IntegrityError:
        # Another request made it at the same moment.
        return Vault.objects.get(complaint=complaint)
    return vault


@transaction.atomic
def attach_vault(*, actor: Actor, vault: Vault, complaint: Complaint) -> Vault:
    """Give a draft's vault to the complaint that the draft became; from now on nothing in it can be removed.

    Writes a custody entry “submitted” for each item, with its place in the list. Doing it again changes nothing.
    Raises WrongState when the vault belongs to another complaint, or the complaint has another vault.
    """
    locked = Vault.objects.select_for_update().get(pk=vault.pk)
    if locked.complaint_id == complaint.pk:
        return locked
    if locked.complaint_id is not None or Vault.objects.filter(complaint=complaint).exists():
        raise WrongState(_("This evidence already belongs to a complaint."))
    locked.complaint = complaint
    locked.save(update_fields=["complaint", "updated_at"])
    for item in locked.items.order_by("position"):
        item.vault = locked
        custody.write(actor=actor, act=Custody.SUBMITTED, item=item, position=item.position)
    vault.complaint = complaint
    return locked


@transaction.atomic
def discard_vault(*, vault: Vault, actor: Actor = SYSTEM) -> None:
    """Throw a vault away with everything in it, key included, because its draft was given up or has expired.

    The custody chain stays and says that the items were removed. Raises WrongState once it belongs to a complaint.
    """
    locked = Vault.objects.select_for_update().filter(pk=vault.pk).first()
    if locked is None:
        return
    if locked.complaint_id is not None:
        raise WrongState(_("What was sent with a complaint stays there."))
    for item in locked.items.order_by("position"):
        item.vault = locked
        custody.write(actor=actor, act=Custody.REMOVED, item=item)
        queue.enqueue("evidence.delete_file", storage_name=item.storage_name)
    for path in [upload.path for upload in locked.uploads.all()]:
        transaction.on_commit(partial(path.unlink, missing_ok=True))
    locked.items.all().delete()
    locked.delete()
