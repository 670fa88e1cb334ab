"""What browser tests do with a page."""

from typing import Any

from django.conf import settings
from django.test import Client

from caseapp.accounts.models import User


def sign_in(page: Any, site: str, user: User) -> Client:
    """Let the browser hold a signed-in session."""
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}])
    return client


def fits(page: Any) -> bool:
    """Whether nothing makes the page wider than the screen; waits for a page that is only arriving."""
    return bool(page.locator("html").evaluate("root => root.scrollWidth <= window.innerWidth"))


def scrolling_tables(page: Any, *, width: int = 390) -> list[str]:
    """Tables that are wider than the space they have on a screen of this width, by what they are called."""
    page.set_viewport_size({"width": width, "height": 900})
    too_wide = "tables => tables.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.ariaLabel)"
    return list(page.locator(".cn-table").evaluate_all(too_wide))
