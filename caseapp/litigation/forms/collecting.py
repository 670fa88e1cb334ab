"""Offers, receipts, interest, and reckoning what the client gets; the docket and the heads of a claim."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from caseapp.core.forms_acts import amount, choice, day, line, prose, whole
from caseapp.litigation.enums import AwardKind, DocketKind, DocketSide, FeeBasis, SuitSide
from caseapp.litigation.models import Offer
from caseapp.litigation.services.offers import OfferFacts
from caseapp.litigation.services.suits import SuitFacts


class OfferForm(forms.Form):
    """An offer of either side."""

    side = choice(_("Whose offer is it?"), SuitSide.choices)
    amount = amount(_("Sum"))
    people = whole(_("For how many people together?"), least=1, most=1_000_000)
    offered_on = day(_("Offered on"))
    open_until = day(_("Open until"))
    terms = prose(_("Terms"), _("Clients read them."), rows=3)
    remark = prose(_("Remark"), _("For your firm alone."), rows=3)
    answers = forms.ModelChoiceField(label=_("It answers"), queryset=Offer.objects.none(), required=False)

    def __init__(self, *args: Any, currency: str, open_offers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].label = _("Sum in %(currency)s") % {"currency": currency}
        self.fields["answers"].queryset = open_offers  # type: ignore[attr-defined]
        self.fields["answers"].label_from_instance = lambda offer: f"{offer.amount} {offer.currency}"  # type: ignore[attr-defined]
        for name in ("open_until", "terms", "remark"):
            self.fields[name].required = False

    def facts(self) -> OfferFacts:
        """What the service takes."""
        return OfferFacts(**self.cleaned_data)


class ReceiptForm(forms.Form):
    """A sum that came in."""

    amount = amount(_("Sum"))
    on = day(_("Came in on"))
    note = line(_("Note"), longest=300)
    key = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, currency: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].label = _("Sum in %(currency)s") % {"currency": currency}
        self.fields["on"].initial = today
        self.fields["note"].required = False


class InterestForm(forms.Form):
    """Interest until a day; the sum only where no rate is known."""

    until = day(_("Until"))
    amount = amount(_("Sum"), _("Only where no rate is known for this court."))
    note = line(_("By which rule and rate"), longest=300)

    def __init__(self, *args: Any, today: date, rate_known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = today
        self.fields["note"].required = self.fields["amount"].required = not rate_known
        if rate_known:
            del self.fields["amount"]


class ReasonForm(forms.Form):
    """Why."""

    reason = prose(_("Reason"), longest=300, rows=3)


class ReckonForm(forms.Form):
    """Costs and fee that go off what came in."""

    costs = amount(_("Costs that go off"))
    fee_kind = choice(_("How is the fee worked out?"), FeeBasis.choices)
    fee = forms.DecimalField(
        label=_("Percentage or sum"),
        min_value=0,
        max_digits=18,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"}),
    )
    basis = prose(_("What costs and fee rest on"), _("The client reads it."), longest=2000, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["costs"].required = False
        self.fields["costs"].validators = []


class SuitFactsForm(forms.Form):
    """What is known of a suit beside its stages."""

    court = line(_("Court"))
    docket_number = line(_("Docket number"), longest=80)
    judge = line(_("Judge"))
    adverse_counsel = line(_("Counsel of the other side"), longest=300)
    cause = line(_("Cause of action"), longest=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("docket_number", "judge", "adverse_counsel"):
            self.fields[name].required = False

    def facts(self) -> SuitFacts:
        """What the service takes."""
        return SuitFacts(**self.cleaned_data)


class HeadForm(forms.Form):
    """A head of claim."""

    kind = choice(_("Head"), [each for each in AwardKind.choices if each[0] != AwardKind.SETTLEMENT])
    cause = line(_("Cause of action"), longest=300)
    amount = amount(_("Sum"))
    basis = line(_("Article or reason"), longest=300)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].label = _("Sum in %(currency)s") % {"currency": currency}
        self.fields["basis"].required = False


class DocketForm(forms.Form):
    """A filing, a service or an order."""

    kind = choice(_("What is it?"), DocketKind.choices)
    side = choice(_("By whom?"), DocketSide.choices)
    title = line(_("Title"))
    on = day(pgettext_lazy("date", "Day"))
    answer_by = day(_("To be answered by"))
    note = prose(_("Note"), longest=2000, rows=3)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today
        for name in ("answer_by", "note"):
            self.fields[name].required = False


class StageForm(forms.Form):
    """A further stage within the suit's state."""

    stage = choice(_("Stage"), [])
    reached_on = day(_("Reached on"))

    def __init__(self, *args: Any, stages: list[tuple[str, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = stages  # type: ignore[attr-defined]
        self.fields["reached_on"].initial = today
