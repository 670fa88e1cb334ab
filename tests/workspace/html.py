"""Reading pages that tests have rendered."""

import re


def ids(html: str) -> set[str]:
    """Every id that an element of the page has."""
    return set(re.findall(r'\bid="([^"]+)"', html))
