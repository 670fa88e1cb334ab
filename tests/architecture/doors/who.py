"""Who comes to the doors: sets of the cast's roles, and what a class of addresses is."""

from tests.factories.roles import ROLES

OFFICERS = {"intake_officer", "investigator", "supervisor"}
EVERY_OFFICER = OFFICERS | {"officer_elsewhere"}
NUMBERS = {"supervisor", "officer_elsewhere", "analyst"}
FIRM = {"partner", "associate", "paralegal"}
EVERY_LAWYER = FIRM | {"lawyer_elsewhere"}
SIGNED_IN = set(ROLES) - {"visitor", "receipt_of_another"}
KNOWN = set(ROLES) - {"visitor"}
EVERYBODY = set(ROLES)
NOBODY: set[str] = set()

Class = tuple[set[str], str]
"""Who may open the page, and the name of the thing on the stage that the address leads to."""
