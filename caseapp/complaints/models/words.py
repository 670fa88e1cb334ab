"""By which words a complaint is found: an index beside it, which the database keeps itself."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from caseapp.complaints.models.cases import Complaint


class ComplaintWords(models.Model):
    """The words of what was told and of where, as `core.words` finds them; nothing that is sealed.

    Triggers of the database write it with every complaint and each change of its words, whoever makes it, so that what
    was erased is found no more. `place` holds the words of the place alone.
    """

    complaint = models.OneToOneField(Complaint, primary_key=True, on_delete=models.CASCADE, related_name="words")
    told = SearchVectorField()
    place = SearchVectorField()

    class Meta:
        indexes = [
            GinIndex(fields=["told"], name="complaints_words_told"),
            GinIndex(fields=["place"], name="complaints_words_place"),
        ]

    def __str__(self) -> str:
        return f"words of {self.complaint_id}"
