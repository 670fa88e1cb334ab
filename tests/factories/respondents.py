"""Organisations complained about, for tests."""

import factory
from factory.django import DjangoModelFactory

from caseapp.respondents.models import Respondent
from tests.factories.accounts import place


class RespondentFactory(DjangoModelFactory):
    class Meta:
        model = Respondent

    name = factory.Sequence(lambda number: f"Riverside Property {number} Ltd")
    country = factory.LazyFunction(place)
    sector = "property_management"
    verified = True
