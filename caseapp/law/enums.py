"""The words of the law's records as people read them; their values are those of the rules."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from caseapp.rules import clocks, fine_worksheet, screening


class JurisdictionKind(TextChoices):
    UNION = "union", _("Union of states")
    COUNTRY = "country", _("Country or territory")
    SUBDIVISION = "subdivision", _("State, province or region")


class Answer(TextChoices):
    YES = screening.Answer.YES.value, _("Yes")
    NO = screening.Answer.NO.value, _("No")
    UNSURE = screening.Answer.UNSURE.value, _("I am not sure")


class Finding(TextChoices):
    """What an answer does for the claim, in words that decide nothing."""

    MADE_OUT = screening.Finding.MADE_OUT.value, _("Speaks for your complaint")
    NOT_MADE_OUT = screening.Finding.NOT_MADE_OUT.value, _("Does not support your complaint")
    UNKNOWN = screening.Finding.UNKNOWN.value, _("Not known yet")


class ElementRole(TextChoices):
    SCOPE = screening.Role.SCOPE.value, _("Whether this law reaches the matter")
    BREACH = screening.Role.BREACH.value, _("What this law forbids or asks for")
    EXEMPTION = screening.Role.EXEMPTION.value, _("What could excuse it")
    HARM = screening.Role.HARM.value, _("What it did to you")
    TIME = screening.Role.TIME.value, _("Time limits")
    STEP = screening.Role.STEP.value, _("Steps on the way")
    CONTEXT = screening.Role.CONTEXT.value, _("What else counts")


class Outcome(TextChoices):
    """What the answers amount to under one law: a reading of the answers, never a verdict."""

    SUPPORTED = screening.Outcome.SUPPORTED.value, _("Your answers describe something this law forbids")
    EXEMPTION_POSSIBLE = (
        screening.Outcome.EXEMPTION_POSSIBLE.value,
        _("Your answers describe something this law forbids, but an exemption may apply"),
    )
    OPEN = screening.Outcome.OPEN.value, _("Some answers that matter are missing")
    NOT_SUPPORTED = screening.Outcome.NOT_SUPPORTED.value, _("Your answers do not describe a breach of this law")
    OUTSIDE = screening.Outcome.OUTSIDE.value, _("This law does not seem to reach what happened")


class ExemptionState(TextChoices):
    MAY_APPLY = screening.ExemptionState.MAY_APPLY.value, _("May apply")
    OPEN = screening.ExemptionState.OPEN.value, _("Not clear yet")
    EXCLUDED = screening.ExemptionState.EXCLUDED.value, _("Your answers speak against it")


class RouteKind(TextChoices):
    LETTER = screening.RouteKind.LETTER.value, _("Write to the organisation")
    AUTHORITY = screening.RouteKind.AUTHORITY.value, _("Complain to an authority")
    MEDIATION = screening.RouteKind.MEDIATION.value, _("Ask for mediation")
    SUIT = screening.RouteKind.SUIT.value, _("Go to court")


class RouteState(TextChoices):
    OPEN = screening.RouteState.OPEN.value, _("Open")
    AFTER_STEP = screening.RouteState.AFTER_STEP.value, _("Open after a step that comes first")
    DOUBTFUL = screening.RouteState.DOUBTFUL.value, _("Something may stand in the way")
    CLOSED = screening.RouteState.CLOSED.value, _("Not open")
    NOT_VERIFIED = screening.RouteState.NOT_VERIFIED.value, _("Not verified")


class RouteReason(TextChoices):
    """Why a route is open or not."""

    WRITE_ANY_TIME = screening.RouteReason.WRITE_ANY_TIME.value, _("You may write at any time.")
    ANSWER_DUE = (
        screening.RouteReason.ANSWER_DUE.value,
        _("You may write at any time, and this law sets a time for the answer."),
    )
    COMPLAINT_OPEN = screening.RouteReason.COMPLAINT_OPEN.value, _("This body takes complaints of this kind.")
    STEP_FIRST = screening.RouteReason.STEP_FIRST.value, _("A step comes first.")
    STEP_TAKEN = screening.RouteReason.STEP_TAKEN.value, _("The step that comes first has been taken.")
    WAITS = screening.RouteReason.WAITS.value, _("This route waits while another procedure runs.")
    RIGHT_TO_SUE = screening.RouteReason.RIGHT_TO_SUE.value, _("This law lets the person concerned sue.")
    NO_RIGHT_TO_SUE = screening.RouteReason.NO_RIGHT_TO_SUE.value, _("This law does not let a person sue.")
    ONLY_SOME_BREACHES = (
        screening.RouteReason.ONLY_SOME_BREACHES.value,
        _("This law lets a person sue for some breaches only; your answers do not describe one of them so far."),
    )
    RIGHT_NOT_VERIFIED = (
        screening.RouteReason.RIGHT_NOT_VERIFIED.value,
        _("Whether a person can sue under this law is not verified."),
    )
    OUT_OF_TIME = screening.RouteReason.OUT_OF_TIME.value, _("The time for a claim for money may have passed.")
    BLOCKED = screening.RouteReason.BLOCKED.value, _("Something you told us may stand in the way of a suit.")
    NOT_SUPPORTED = (
        screening.RouteReason.NOT_SUPPORTED.value,
        _("Your answers do not describe a breach of this law, so a suit under it has little to rest on."),
    )
    OUTSIDE = screening.RouteReason.OUTSIDE.value, _("This law does not seem to reach what happened.")


class NotApplicable(TextChoices):
    """Why a framework was left out of a screening."""

    PLACE = screening.NotApplicable.PLACE.value, _("It applies elsewhere.")
    ACTOR_PRIVATE = (
        screening.NotApplicable.ACTOR_PRIVATE.value,
        _("It binds public bodies, and this was a private one."),
    )
    ACTOR_PUBLIC = screening.NotApplicable.ACTOR_PUBLIC.value, _("It binds private bodies, and this was a public one.")
    POLICE = screening.NotApplicable.POLICE.value, _("It leaves police work to another law.")
    NOT_YET_IN_FORCE = screening.NotApplicable.NOT_YET_IN_FORCE.value, _("It was not in force at the time.")
    NO_LONGER_IN_FORCE = screening.NotApplicable.NO_LONGER_IN_FORCE.value, _("It was no longer in force at the time.")
    SPECIALISED = screening.NotApplicable.SPECIALISED.value, _("A national version of it is used instead.")


class Basis(TextChoices):
    """What a finding rests on."""

    ANSWER = screening.Basis.ANSWER.value, _("Your answer")
    FACT = screening.Basis.FACT.value, _("What you told us before")
    IMPLIED = screening.Basis.IMPLIED.value, _("Follows from another answer")
    NONE = screening.Basis.NONE.value, _("Nobody has answered this yet")


class CoveredActors(TextChoices):
    PRIVATE = screening.CoveredActors.PRIVATE.value, _("Private bodies")
    PUBLIC = screening.CoveredActors.PUBLIC.value, _("Public bodies")
    BOTH = screening.CoveredActors.BOTH.value, _("Private and public bodies")


class FineCapRule(TextChoices):
    """How the highest fine follows from a fixed sum, a share of turnover and the gain from the breach."""

    HIGHER = fine_worksheet.CapRule.HIGHER.value, _("The fixed sum or the share of turnover, whichever is higher")
    LOWER = fine_worksheet.CapRule.LOWER.value, _("The share of turnover, and never more than the fixed sum")
    EITHER = fine_worksheet.CapRule.EITHER.value, _("The fixed sum or the share of turnover; the law names no order")
    GAIN = fine_worksheet.CapRule.GAIN.value, _("A multiple of the unlawful gain, or the fixed sum where there is none")


class DamagesKind(TextChoices):
    STATUTORY = "statutory", _("Sum fixed by law")
    ACTUAL = "actual", _("Loss you can prove")
    NON_MATERIAL = "non_material", _("Distress and other harm that is not money")
    PUNITIVE = "punitive", _("Extra sum to punish")
    COSTS = "costs", _("Costs of the claim")


class DamagesPer(TextChoices):
    VIOLATION = "violation", _("for each violation")
    PERSON = "person", _("for each person")
    CASE = "case", _("for each case")


class Unit(TextChoices):
    DAYS = clocks.Unit.DAYS.value, _("days")
    WORKING_DAYS = clocks.Unit.WORKING_DAYS.value, _("working days")
    MONTHS = clocks.Unit.MONTHS.value, _("months")


class StartEvent(TextChoices):
    KNOWLEDGE = clocks.Start.KNOWLEDGE.value, _("the day you learned of it")
    EVENT = clocks.Start.EVENT.value, _("the day it happened, or last happened")
    REQUEST_RECEIVED = clocks.Start.REQUEST_RECEIVED.value, _("the day your request arrived")
    COMPLAINT_RECEIVED = clocks.Start.COMPLAINT_RECEIVED.value, _("the day the complaint arrived")
    CONTROLLER_ANSWER = clocks.Start.CONTROLLER_ANSWER.value, _("the day the organisation answered")
    APPLICATION_MADE = clocks.Start.APPLICATION_MADE.value, _("the day you applied to the organisation")
    NOTICE_SENT = clocks.Start.NOTICE_SENT.value, _("the day the written notice was given")
    DECISION_RECEIVED = clocks.Start.DECISION_RECEIVED.value, _("the day the decision was received")
    THRESHOLD_REACHED = clocks.Start.THRESHOLD_REACHED.value, _("the day the threshold was reached")


class DeadlineKind(TextChoices):
    LIMITATION = clocks.Kind.LIMITATION.value, _("Time limit for a claim in court")
    CONTROLLER_RESPONSE = clocks.Kind.CONTROLLER_RESPONSE.value, _("The organisation's answer to your request")
    CONTROLLER_ACKNOWLEDGEMENT = (
        clocks.Kind.CONTROLLER_ACKNOWLEDGEMENT.value,
        _("The organisation's acknowledgement of your complaint or request"),
    )
    AUTHORITY_ACKNOWLEDGEMENT = clocks.Kind.AUTHORITY_ACKNOWLEDGEMENT.value, _("The authority's acknowledgement")
    AUTHORITY_PROGRESS = clocks.Kind.AUTHORITY_PROGRESS.value, _("The authority's news on progress or outcome")
    AUTHORITY_DECISION = clocks.Kind.AUTHORITY_DECISION.value, _("The authority's decision")
    AUTHORITY_COMPLAINT = clocks.Kind.AUTHORITY_COMPLAINT.value, _("Time limit for a complaint to the authority")
    CURE_NOTICE = clocks.Kind.CURE_NOTICE.value, _("Time to put it right after your written notice")
    OPERATOR_FILING = clocks.Kind.OPERATOR_FILING.value, _("The organisation's own filing with the authority")
    FINE_PAYMENT = clocks.Kind.FINE_PAYMENT.value, _("Payment of a fine")
    FINE_REVIEW = clocks.Kind.FINE_REVIEW.value, _("Asking for an administrative review of a fine")
    FINE_APPEAL = clocks.Kind.FINE_APPEAL.value, _("Going to court against a fine")


class LastDay(TextChoices):
    STAYS = clocks.LastDay.STAYS.value, _("The last day is not moved")
    NEXT_WORKING_DAY = clocks.LastDay.NEXT_WORKING_DAY.value, _("The last day moves to the next working day")


class AuthorityKind(TextChoices):
    AUTHORITY = "authority", _("Authority")
    COURT = "court", _("Court")
    MEDIATION = "mediation", _("Mediation")
