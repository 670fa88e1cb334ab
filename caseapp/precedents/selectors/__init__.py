"""Reads of precedents and estimates."""

from caseapp.precedents.selectors.search import (
    FACETS,
    FacetValue,
    PrecedentQuery,
    count,
    facets,
    keyset,
    precedents,
    spelled_alike,
)

__all__ = ["FACETS", "FacetValue", "PrecedentQuery", "count", "facets", "keyset", "precedents", "spelled_alike"]
