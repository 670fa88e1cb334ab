"""Every list that can be taken away, by its name; adding one here is all it takes."""

from caseapp.exports.lists import desk, public
from caseapp.exports.lists.copying import Portion
from caseapp.exports.lists.shapes import Column, Listing

LISTS: dict[str, Listing] = {
    one.name: one
    for one in (
        desk.COMPLAINTS,
        desk.INVESTIGATIONS,
        desk.FINES,
        desk.ORDERS,
        desk.RESPONDENTS,
        public.PRECEDENTS,
        public.REGISTER,
        public.STATISTICS,
    )
}

__all__ = ["LISTS", "Column", "Listing", "Portion"]
