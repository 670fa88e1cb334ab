"""What kind of place a country is, for borrowing strength between countries that have few decisions each."""

from collections.abc import Mapping

# Families of private law, coarse on purpose: which courts are likely to think of damages in the same way.
_FAMILIES = {
    "common_law": "GB IE AU NZ CA US HK SG IN PK BD LK MY KE NG TZ UG GH ZM ZW BW NA ZA LS MW RW IL CY MT JM TT PH",
    "germanic": "DE AT CH LI CZ SK HU PL SI HR EE LV LT",
    "nordic": "SE FI DK NO IS",
    "napoleonic": "FR ES IT BE NL LU PT GR RO BG MC AD SM",
    "latin_american": "BR AR CO MX CL PE UY EC BO PY VE CR PA GT DO SV HN NI",
    "chinese": "CN",
    "east_asian": "JP KR TW MO TH VN ID",
    "eurasian": "TR RU AZ AM GE KZ UA BY MD UZ KG RS BA ME MK AL",
}
# Neighbourhoods of price levels and regulators' habits; the European Union with the European Economic Area is one.
_AREAS = {
    "european_union": "DE AT HU PL CZ SK SI HR EE LV LT SE FI DK FR ES IT BE NL LU GR IE PT RO BG CY MT NO IS LI",
    "britain": "GB",
    "switzerland": "CH",
    "oceania": "AU NZ",
    "north_america": "US CA",
    "mainland_china": "CN",
    "east_asia": "JP KR TW HK MO SG",
    "south_asia": "IN PK BD LK PH ID MY TH VN",
    "africa": "KE NG TZ UG GH ZM ZW BW NA ZA LS MW RW MA TN EG",
    "latin_america": "BR AR CO MX CL PE UY EC BO PY VE CR PA GT DO SV HN NI JM TT",
    "eurasia": "TR RU AZ AM GE KZ UA BY MD UZ KG RS BA ME MK AL",
    "middle_east": "IL AE SA QA KW BH OM JO LB",
}
# World Bank income groups, three of them: the fourth, low income, has no precedent and joins the lower-middle one.
_INCOMES = {
    "upper_middle": "CN BR TR AR RU AZ CO MX PE EC ZA BW NA TH MY ID RS BA ME MK AL AM GE KZ BY MD UA DO GT SV PY JM"
    " GA MU LB",
    "lower": "KE IN PH TZ LS NG PK BD LK VN UG GH ZM ZW MW RW MA TN EG BO HN NI UZ KG JO SN CI CM ET NP KH LA MM",
}


def _by_country(groups: Mapping[str, str]) -> dict[str, str]:
    return {country: group for group, countries in groups.items() for country in countries.split()}


_FAMILY_OF = _by_country(_FAMILIES)
_AREA_OF = _by_country(_AREAS)
_INCOME_OF = _by_country(_INCOMES)


def legal_family(country: str) -> str:
    """The family of private law that the country is counted to; `other` where it is in none of the lists."""
    return _FAMILY_OF.get(country, "other")


def area(country: str) -> str:
    """The neighbourhood that the country is counted to; `other` where it is in none of the lists."""
    return _AREA_OF.get(country, "other")


def income(country: str) -> str:
    """`high`, `upper_middle` or `lower`: the income group, as a rough stand-in for the level of wages and prices."""
    return _INCOME_OF.get(country, "high")
