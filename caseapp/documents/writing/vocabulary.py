"""The names that templates may use, and what each stands for; the editing page lists them, the check refuses others."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

COMPLAINT: "dict[str, _StrOrPromise]" = {
    "complaint_reference": _("reference of the complaint"),
    "complainant": _("name of the complainant, where it is given"),
    "complainant_contact": _("how the complainant can be reached, where it is given"),
    "respondent": _("name of the organisation"),
    "respondent_other": _("its name in the other script"),
    "respondent_address": _("its address"),
    "place": _("country or region"),
    "venue": _("the place: its kind, name and address"),
    "day": _("the day it happened, or began"),
    "ongoing": _("there when it is still going on"),
    "use": _("what the system did"),
    "not_asked": _("there when nobody asked for consent"),
    "not_separate": _("there when consent was not asked separately"),
    "no_other_way": _("there when no other way was offered"),
    "children": _("there when children are concerned"),
    "persons": _("number of people affected, where more than one"),
    "narrative": _("what happened, in the complainant’s words"),
    "defects": _("list: how consent failed"),
    "harms": _("list: the effects"),
    "wishes": _("list: what is asked for"),
    "breaches": _("list of what the answers make out, each with law, article and text"),
    "today": _("the day it is written"),
}
LETTER: "dict[str, _StrOrPromise]" = {
    "bases": _("list of the laws that give this right, each with law and article"),
    "law_period": _("the time the law sets for the answer, where it is verified"),
    "law_article": _("where the law sets it"),
    "answer_days": _("number of days that the letter asks for"),
    "own_words": _("what the writer adds"),
    "anonymous": _("there when the writer does not give a name"),
    "mail_address": _("a mail address for the answer"),
    "sent_on": _("the day the letter was sent"),
    "sent_by": _("how it was sent"),
    "received_on": _("the day it arrived"),
    "due_on": _("the day by which an answer was due"),
    "answered_on": _("the day the answer came"),
    "answer": _("what the answer came to"),
    "letter_title": _("title of the letter that was sent"),
    "letter_reference": _("its reference"),
    "letter_sha256": _("its SHA-256"),
    "working": _("list: how the date came about"),
}
AUTHORITY: "dict[str, _StrOrPromise]" = {
    "authority": _("name of the authority"),
    "received": _("the day the complaint arrived"),
    "fingerprint": _("SHA-256 of the statement"),
    "dates": _("list of dates that run, each with what, day and article"),
    "question": _("what the authority asks"),
    "answer_by": _("the day to answer by"),
    "outcome": _("the outcome"),
    "reason": _("the reasons given"),
    "investigation": _("reference of the investigation"),
    "fine": _("sum of the fine"),
    "pay_by": _("the day to pay by"),
    "late": _("the day to pay by, when it has passed"),
    "payment_reference": _("reference to name with the payment"),
    "legal_basis": _("the law the decision rests on"),
    "findings": _("list of findings, each with law, article, text and result"),
    "order_count": _("how many orders the decision makes"),
    "orders": _("list of the orders, each with what, text, day and number"),
    "appeal_periods": _("list of the times to go against the decision, each with what, period and article"),
}
FIRM: "dict[str, _StrOrPromise]" = {
    "firm": _("name of the firm"),
    "lawyer": _("name of the lawyer"),
    "case_reference": _("reference of the case file"),
    "clients": _("list of the clients, each with name and contact"),
    "client": _("name of the client, where there is one"),
    "court": _("name of the court"),
    "docket_number": _("docket number"),
    "cause": _("cause of action"),
    "claimed": _("sum claimed"),
    "events": _("list of what happened, each with name, day, place, venue, use, words and what consent lacked"),
    "exhibits": _("list of the evidence, each with number, title, shows, source, pages and sha256"),
    "terms": _("terms of the engagement"),
}
INNER: "dict[str, _StrOrPromise]" = {
    ".": _("inside a list: the entry itself"),
    "law": _("inside a list: the law"),
    "article": _("inside a list: the article"),
    "text": _("inside a list: the words"),
    "name": _("inside a list: the name"),
    "contact": _("inside a list: how to reach them"),
    "words": _("inside a list: what they say"),
    "what": _("inside a list: what it is"),
    "period": _("inside a list: the time"),
    "result": _("inside a list: the result"),
    "number": _("inside a list: the number"),
    "title": _("inside a list: the title"),
    "shows": _("inside a list: what it shows"),
    "sha256": _("inside a list: the SHA-256"),
    "source": _("inside a list: where it comes from"),
    "pages": _("inside a list: its pages in the newest bundle of exhibits, where there is one"),
}

NAMES: "dict[str, _StrOrPromise]" = {**COMPLAINT, **LETTER, **AUTHORITY, **FIRM, **INNER}
