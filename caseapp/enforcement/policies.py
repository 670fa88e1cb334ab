"""Who investigates, who decides, and who may only read."""

from typing import Any

from django.db.models import Q

from caseapp.core.actors import Actor
from caseapp.core.policies import allow
from caseapp.enforcement.enums import InvestigationState


def visible(actor: Actor) -> Q:
    """Investigations of the actor's own authority; for a respondent the one into which it was invited."""
    if actor.is_system:
        return Q()
    if actor.is_respondent:
        return Q(pk=actor.investigation_id)
    return Q(authority_id__in=actor.authority_ids())


def visible_parts(actor: Actor) -> Q:
    """Invitations and wishes for time, with their investigation."""
    if actor.is_system:
        return Q()
    if actor.is_respondent:
        return Q(investigation_id=actor.investigation_id)
    return Q(investigation__authority_id__in=actor.authority_ids())


def visible_bank_files(actor: Actor) -> Q:
    """Files of a bank, for those of the authority who enter payments."""
    if actor.is_system:
        return Q()
    return Q(authority_id__in=actor.authority_ids("investigator", "supervisor"))


def visible_fines(actor: Actor) -> Q:
    """Fines of the actor's own authority; published ones are for everybody."""
    if actor.is_system:
        return Q()
    return Q(published_at__isnull=False) | Q(authority_id__in=actor.authority_ids())


def visible_orders(actor: Actor) -> Q:
    """Orders of the actor's own authority, or laid on the respondent; final and published ones are for everybody."""
    if actor.is_system:
        return Q()
    if actor.is_respondent:
        return final_orders() | Q(decision__investigation_id=actor.investigation_id, ordered_on__isnull=False)
    return final_orders() | Q(authority_id__in=actor.authority_ids())


def final_orders() -> Q:
    """Published orders against whose decision no appeal is open."""
    return Q(published_at__isnull=False) & ~Q(decision__investigation__state=InvestigationState.APPEALED)


def _investigates(actor: Actor, subject: Any) -> bool:
    return subject.authority_id in actor.authority_ids("investigator", "supervisor")


def _respondent_of(actor: Actor, investigation: Any) -> bool:
    return actor.is_respondent and actor.investigation_id == investigation.pk


def _hears_or_answers(actor: Actor, investigation: Any) -> bool:
    return _investigates(actor, investigation) or _respondent_of(actor, investigation)


def _shows_or_records(actor: Actor, order: Any) -> bool:
    """Investigators write down what came to them; the respondent shows by itself what it did."""
    if actor.is_respondent:
        return actor.investigation_id == order.decision.investigation_id
    return _investigates(actor, order)


def _supervises(actor: Actor, subject: Any) -> bool:
    return subject.authority_id in actor.authority_ids("supervisor")


def _second_pair_of_eyes(actor: Actor, investigation: Any) -> bool:
    """A supervisor who wrote no version of the draft: nobody decides what they wrote themselves."""
    draft = getattr(investigation, "decision", None)
    return _supervises(actor, investigation) and (draft is None or not has_written(actor, draft))


def has_written(actor: Actor, draft: Any) -> bool:
    """Whether the actor wrote the draft of a decision, or any version before it."""
    if actor.user_id is None:
        return False
    return draft.drafted_by_id == actor.user_id or draft.authors.filter(pk=actor.user_id).exists()


def _may_open(actor: Actor, subject: Any) -> bool:
    return bool(actor.authority_ids("investigator", "supervisor"))


allow("enforcement.open_investigation", _may_open)
allow("enforcement.add_complaints", _investigates)
allow("enforcement.record_answer", _investigates)
allow("enforcement.record_finding", _investigates)
allow("enforcement.draft_decision", _investigates)
allow("enforcement.record_worksheet", _investigates)
allow("enforcement.draft_order", _investigates)

allow("enforcement.plan", _investigates)
allow("enforcement.invite_respondent", _investigates)
allow("enforcement.answer_as_respondent", _respondent_of)

allow("time_wishes.grant", lambda actor, wish: _investigates(actor, wish.investigation))
allow("time_wishes.refuse", lambda actor, wish: _investigates(actor, wish.investigation))
allow("time_wishes.lapse", lambda actor, wish: _hears_or_answers(actor, wish.investigation))

allow("investigations.request_information", _investigates)
allow("investigations.give_notice", _investigates)
allow("investigations.record_representations", _hears_or_answers)
allow("investigations.decide", _second_pair_of_eyes)
allow("investigations.lodge_appeal", _investigates)
allow("investigations.resolve_appeal", _investigates)
allow("investigations.close", _investigates)

allow("fines.fall_due", _investigates)
allow("fines.record_payment", _investigates)
allow("fines.add_surcharge", _investigates)
allow("fines.agree_instalments", _supervises)
allow("fines.settle", _investigates)
allow("fines.become_overdue", lambda actor, fine: actor.is_system or _investigates(actor, fine))
allow("fines.lodge_appeal", _investigates)
allow("fines.uphold", _supervises)
allow("fines.reduce", _supervises)
allow("fines.annul", _supervises)
allow("fines.write_off", _supervises)
allow("fines.publish", _supervises)
allow(
    "fines.import_payments", lambda actor, authority: authority.pk in actor.authority_ids("investigator", "supervisor")
)
allow("fines.set_reminders", lambda actor, authority: authority.pk in actor.authority_ids("supervisor"))
allow("bank_files.book", _investigates)
allow("bank_files.drop", _investigates)
allow("fines.view_ledger", lambda actor, fine: fine.authority_id in actor.authority_ids())

allow("orders.drop", _investigates)
allow("orders.take_effect", _supervises)
allow("orders.record_proof", _shows_or_records)
allow("orders.accept_proof", _investigates)
allow("orders.refuse_proof", _investigates)
allow("orders.become_overdue", lambda actor, order: actor.is_system or _investigates(actor, order))
allow("orders.fall_due_again", lambda actor, order: actor.is_system or _investigates(actor, order))
allow("orders.confirm_kept", _investigates)
allow("orders.find_broken", _investigates)
allow("orders.extend", _supervises)
allow("orders.lift", _supervises)
allow("orders.publish", _supervises)
allow("orders.view_file", lambda actor, order: order.authority_id in actor.authority_ids())
