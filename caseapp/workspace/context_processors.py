"""What the frame of every page needs: navigation by role, languages, demonstration mode. Queries nothing itself."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from caseapp.core.launcher.application import DEMONSTRATION_ACCOUNTS, DEMONSTRATION_PASSWORD
from caseapp.workspace import navigation

NAME = "Countenance"

LANGUAGES = (
    {"code": "en", "tag": "en", "name": "English"},
    {"code": "zh-hans", "tag": "zh-Hans", "name": "简体中文"},
)

DEMONSTRATION_ROLES = {
    "citizen": _("Complainant"),
    "lawyer": _("Lawyer, associate"),
    "partner": _("Lawyer, partner"),
    "paralegal": _("Paralegal of a law firm"),
    "officer": _("Officer of an authority"),
    "supervisor": _("Supervisor of an authority"),
    "analyst": _("Analyst of an authority, curator of precedents"),
    "admin": _("Administrator"),
}


class Frame:
    """The parts of `frame`, each worked out only when a template asks for it."""

    name = NAME
    languages = LANGUAGES

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.actor = getattr(request, "actor", None)
        self.demo = bool(getattr(settings, "DEMO", False))

    @property
    def demo_accounts(self) -> list[dict[str, Any]]:
        """Accounts anyone may sign in with, in demonstration mode alone."""
        if not self.demo:
            return []
        return [
            {
                "email": f"{name}@demo.countenance.example",
                "password": DEMONSTRATION_PASSWORD,
                "role": DEMONSTRATION_ROLES.get(name, name),
            }
            for name in DEMONSTRATION_ACCOUNTS
        ]

    @property
    def role(self) -> str:
        """Key of the navigation table for whoever looks at the page."""
        return navigation.role_of(self.actor)

    @property
    def is_desk(self) -> bool:
        """Whether this person works here (rail of places) or visits (one column)."""
        return self.role in navigation.DESK_ROLES

    @property
    def places(self) -> list[navigation.Entry]:
        """Navigation entries of the role, the current one marked."""
        return navigation.entries(navigation.places_of(self.actor), self._request)

    @property
    def footer(self) -> list[navigation.Entry]:
        """Footer links that this installation has."""
        return navigation.entries(navigation.FOOTER, self._request)


def site(request: HttpRequest) -> dict[str, Any]:
    """Adds `frame` (a lazy `Frame`) to the context of every page."""
    return {"frame": SimpleLazyObject(lambda: Frame(request))}
