"""What goes with a referral: the facts as they were that day, and the evidence with its custody."""

from django.db import models

from caseapp.core.models import Stamped
from caseapp.core.sealing import sealed_column


class ReferralPacket(Stamped):
    """The packet of one referral. `sealed_facts` is a JSON document whose SHA-256 stands beside it; `export` is the bag
    of evidence (RFC 8493), empty where there was none, until it expires.
    """

    referral = models.OneToOneField("complaints.Referral", on_delete=models.CASCADE, related_name="packet")
    sealed_facts = models.BinaryField()
    facts_sha256 = models.CharField(max_length=64)
    files = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    """Files that could not go along because they were still looked at, or are not handed out."""
    export = models.ForeignKey("evidence.Export", null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"packet of {self.referral_id}"

    @property
    def context(self) -> str:
        """What the sealed document is bound to."""
        return f"casework.packet:{self.referral_id}"


sealed_column(ReferralPacket, "sealed_facts", context=lambda row: row.context)
