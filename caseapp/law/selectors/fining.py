"""What a law tells an authority to weigh when it sets a fine."""

from dataclasses import dataclass

from caseapp.law.models import Framework, Wording
from caseapp.law.models.wording import wording


@dataclass(frozen=True)
class FineFactor:
    """One factor with its words and article."""

    key: str
    title: Wording
    article: str


def fine_factors(framework: Framework) -> tuple[FineFactor, ...]:
    """The factors in the law's order; none where they are not verified."""
    pairs = zip(framework.fine_factors, framework.fine_factors_zh, strict=True)
    return tuple(FineFactor(one["key"], wording(one["title"], chinese), one["article"]) for one, chinese in pairs)
