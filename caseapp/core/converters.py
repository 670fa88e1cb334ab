"""References in addresses."""


class ReferenceConverter:
    """Matches CN-2026-7F3K-9QXM and its like."""

    regex = r"[A-Z]{2,4}(?:-[A-Z]{1,3})?-\d{4}-[0-9A-Z]{4}-[0-9A-Z]{4}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
