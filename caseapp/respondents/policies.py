"""Who may write to the registry of respondents; reading its public facts is for everybody."""

from typing import Any

from caseapp.core.actors import Actor
from caseapp.core.policies import allow


def _officer(actor: Actor, subject: Any) -> bool:
    return actor.is_system or actor.is_officer


allow("respondents.change", _officer)
