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
