"""What hangs on a suit as JSON: stages, docket, heads of claim, offers, collection ledger, what the client gets."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from caseapp.api.serializers.common import SumSerializer, TransitionSerializer, allowed_actions, money
from caseapp.litigation.enums import AwardKind, DocketKind, DocketSide, FeeBasis, SuitSide
from caseapp.litigation.models import (
    ClaimHead,
    ClientAccount,
    CollectionEntry,
    DocketEntry,
    OutcomeProposal,
    SuitAppeal,
)
from caseapp.litigation.selectors.client_accounts import account_caution
from caseapp.litigation.selectors.collecting import OfferBeside, fee_cap, standing_of
from caseapp.litigation.selectors.procedures import Rung
from caseapp.litigation.workflow import OFFER


class StageRead(serializers.Serializer[Rung]):
    """A stage of the court's procedure and what runs from it."""

    stage = serializers.CharField(source="code")
    name = serializers.CharField()
    article = serializers.CharField()
    reached_on = serializers.DateField(allow_null=True)
    here = serializers.BooleanField()
    terms = serializers.SerializerMethodField()

    def get_terms(self, rung: Rung) -> list[dict[str, str]]:
        return [{"what": one.what, "last": one.last.isoformat(), "article": one.article} for one in rung.terms]


class StageWrite(serializers.Serializer[Any]):
    """A further stage within the suit's state."""

    stage = serializers.CharField(max_length=40)
    reached_on = serializers.DateField()


class DocketShape(serializers.ModelSerializer[DocketEntry]):
    """A filing, a service or an order."""

    kind = serializers.ChoiceField(choices=DocketKind.choices)
    side = serializers.ChoiceField(choices=DocketSide.choices)

    class Meta:
        model = DocketEntry
        fields = ["kind", "side", "title", "on", "answer_by", "note"]


class HeadShape(serializers.ModelSerializer[ClaimHead]):
    """A head of claim, in the suit's currency."""

    number = serializers.IntegerField(source="pk", read_only=True)
    kind = serializers.ChoiceField(choices=AwardKind.choices)

    class Meta:
        model = ClaimHead
        fields = ["number", "kind", "cause", "amount", "basis"]


class OfferRead(serializers.Serializer[OfferBeside]):
    """An offer; for the firm beside the estimate of its day, whose sums are for one person."""

    number = serializers.IntegerField(source="offer.pk")
    status = serializers.CharField(source="offer.state")
    side = serializers.CharField(source="offer.side")
    amount = serializers.SerializerMethodField()
    people = serializers.IntegerField(source="offer.people")
    each = serializers.SerializerMethodField()
    offered_on = serializers.DateField(source="offer.offered_on")
    open_until = serializers.DateField(source="offer.open_until")
    terms = serializers.CharField(source="offer.terms")
    answers = serializers.IntegerField(source="offer.answers_id")
    quantiles = serializers.DictField(child=serializers.CharField(), allow_null=True)
    allowed_actions = serializers.SerializerMethodField()

    def get_amount(self, one: OfferBeside) -> dict[str, str] | None:
        return money(one.offer.amount, one.offer.currency)

    def get_each(self, one: OfferBeside) -> dict[str, str] | None:
        return money(one.each, one.offer.currency)

    def get_allowed_actions(self, one: OfferBeside) -> list[dict[str, Any]]:
        return allowed_actions(OFFER, self.context["actor"], one.offer)


class OfferWrite(serializers.Serializer[Any]):
    """An offer of either side, in the suit's currency."""

    side = serializers.ChoiceField(choices=SuitSide.choices)
    amount = serializers.DecimalField(max_digits=18, decimal_places=2)
    offered_on = serializers.DateField()
    people = serializers.IntegerField(min_value=1, required=False, default=1)
    open_until = serializers.DateField(required=False, allow_null=True, default=None)
    terms = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")
    remark = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")
    answers = serializers.IntegerField(required=False, allow_null=True, default=None)


class OfferTransition(TransitionSerializer):
    """What became of an offer: accept (with the day), refuse, take_back."""


class CollectionLine(serializers.ModelSerializer[CollectionEntry]):
    """A line of the collection ledger; positive raises what is outstanding."""

    number = serializers.IntegerField(source="pk")
    amount = serializers.SerializerMethodField()
    reverses = serializers.IntegerField(source="reverses_id", allow_null=True)

    class Meta:
        model = CollectionEntry
        fields = ["number", "kind", "amount", "on", "reverses"]
        read_only_fields = fields

    def get_amount(self, line: CollectionEntry) -> dict[str, str] | None:
        return money(line.amount, line.currency)


class CollectionRead(serializers.Serializer[Any]):
    """The ledger and what it comes to, always the sum of its lines."""

    outstanding = serializers.DictField(child=serializers.CharField())
    received = serializers.DictField(child=serializers.CharField())
    credit = serializers.DictField(child=serializers.CharField())
    lines = CollectionLine(many=True)


class CollectionWrite(serializers.Serializer[Any]):
    """A line to add: `receipt` (amount, on), `reversal` (number, reason), `interest` (until; amount and note only where
    no rate is known) or `waiver` (reason)."""

    kind = serializers.ChoiceField(choices=["receipt", "reversal", "interest", "waiver"])
    amount = serializers.DecimalField(max_digits=18, decimal_places=2, required=False)
    on = serializers.DateField(required=False)
    until = serializers.DateField(required=False)
    number = serializers.IntegerField(required=False)
    reason = serializers.CharField(max_length=300, required=False)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)
    key = serializers.CharField(max_length=80, required=False)

    NEEDED = {
        "receipt": ("amount", "on"),
        "reversal": ("number", "reason"),
        "interest": ("until",),
        "waiver": ("reason",),
    }

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        missing = {name: "Needed for this kind." for name in self.NEEDED[data["kind"]] if name not in data}
        if missing:
            raise serializers.ValidationError(missing)
        return data


class AppealRead(serializers.ModelSerializer[SuitAppeal]):
    """An appeal against a judgment, and what became of it."""

    judgment_of = serializers.DateField(source="judgment.decided_on")

    class Meta:
        model = SuitAppeal
        fields = ["judgment_of", "lodged_on", "side", "court", "grounds", "decided_on", "outcome"]
        read_only_fields = fields


class OutcomeRead(serializers.ModelSerializer[OutcomeProposal]):
    """A final outcome as it was handed to the curators, and whether the middle half and the middle
    eighty per cent of the earliest estimate held; null where none was kept.
    """

    suggestion = serializers.CharField(source="suggestion.reference", default=None, allow_null=True)
    per_person = serializers.SerializerMethodField()
    within_half = serializers.BooleanField(source="score.within_half", default=None, allow_null=True)
    within_eighty = serializers.BooleanField(source="score.within_eighty", default=None, allow_null=True)

    class Meta:
        model = OutcomeProposal
        fields = ["suggestion", "per_person", "people", "decided_on", "within_half", "within_eighty", "created_at"]
        read_only_fields = fields

    def get_per_person(self, found: OutcomeProposal) -> dict[str, str] | None:
        return money(found.per_person_amount, found.currency)


class OutcomeWrite(serializers.Serializer[Any]):
    """What the curators read, without any name: the decision in a few sentences, where it can be read, for how many."""

    what = serializers.CharField(max_length=4000)
    url = serializers.URLField(max_length=1000)
    title = serializers.CharField(max_length=500)
    people = serializers.IntegerField(min_value=1, max_value=1_000_000)


class FeeCapPart(serializers.Serializer[Any]):
    """So many per cent of the part of the sum that lies in one step."""

    percent = serializers.DecimalField(max_digits=5, decimal_places=2)
    of = SumSerializer()


class FeeCap(serializers.Serializer[Any]):
    """The most that the law allows of all that came in for the client, step by step, less `before`: the fees in the
    accounts of other suits of the case file.
    """

    most = SumSerializer()
    before = SumSerializer()
    parts = FeeCapPart(many=True)


class AccountRead(serializers.ModelSerializer[ClientAccount]):
    """What the client gets of what came in: received − costs − fee. `fee_cap` is the most that the law of the client's
    place allows as a share, with its working; null where it has no steps. `received_now` is what has come in by now:
    where it is another sum `caution` says that the account is out of date, else it is empty.
    """

    received = serializers.SerializerMethodField()
    costs = serializers.SerializerMethodField()
    fee = serializers.SerializerMethodField()
    fee_cap = serializers.SerializerMethodField()
    net = serializers.SerializerMethodField()
    received_now = serializers.SerializerMethodField()
    caution = serializers.SerializerMethodField()

    class Meta:
        model = ClientAccount
        fields = [
            *("received", "costs", "fee", "fee_kind", "fee_percent", "fee_cap", "net", "basis", "created_at"),
            *("received_now", "caution"),
        ]
        read_only_fields = fields

    def get_received(self, account: ClientAccount) -> dict[str, str] | None:
        return money(account.received_amount, account.currency)

    def get_costs(self, account: ClientAccount) -> dict[str, str] | None:
        return money(account.costs_amount, account.currency)

    def get_fee(self, account: ClientAccount) -> dict[str, str] | None:
        return money(account.fee_amount, account.currency)

    @extend_schema_field(FeeCap(allow_null=True))
    def get_fee_cap(self, account: ClientAccount) -> dict[str, Any] | None:
        cap = fee_cap(account.suit, account.received_amount, account) if account.fee_percent is not None else None
        if cap is None:
            return None
        parts = [
            {"percent": f"{part.step.percent:f}", "of": money(part.amount, account.currency)} for part in cap.cap.parts
        ]
        return {
            "most": money(cap.most, account.currency),
            "before": money(cap.before, account.currency),
            "parts": parts,
        }

    def get_net(self, account: ClientAccount) -> dict[str, str] | None:
        return money(account.net_amount, account.currency)

    def get_received_now(self, account: ClientAccount) -> dict[str, str] | None:
        return money(standing_of(account.suit).received, account.currency)

    def get_caution(self, account: ClientAccount) -> str:
        return account_caution(account, standing_of(account.suit).received)


class AccountWrite(serializers.Serializer[Any]):
    """Costs and fee that go off what came in; `fee` is a percentage or a sum."""

    costs = serializers.DecimalField(max_digits=18, decimal_places=2)
    fee_kind = serializers.ChoiceField(choices=FeeBasis.choices)
    fee = serializers.DecimalField(max_digits=18, decimal_places=2)
    basis = serializers.CharField(max_length=2000)
