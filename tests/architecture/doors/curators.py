"""What curators keep, and reference data by a name that does not exist."""

from .who import EVERYBODY, NOBODY, SIGNED_IN, Class

DOORS: dict[str, Class] = {
    # The curators' (the cast's administrator is one; what a curator of another role may do is tested with precedents)
    **dict.fromkeys(["precedents:curation", "precedents:new"], ({"administrator"}, "")),
    **dict.fromkeys(["precedents:revision", "precedents:revision_edit"], ({"administrator"}, "revision")),
    "precedents:revision_act": ({"administrator"}, "give_up_revision"),
    "api:precedent_version": ({"administrator"}, "revision"),
    **dict.fromkeys(["precedents:suggestion", "api:precedent_suggestion"], (EVERYBODY, "suggestion")),
    "api:precedent_suggestions": ({"administrator"}, ""),
    **dict.fromkeys(["precedents:alerts", "api:precedent_alerts"], (SIGNED_IN, "")),
    **dict.fromkeys(["precedents:alert_confirm", "precedents:alert_end"], (NOBODY, "no_token")),
    "precedents:suggestion_act": ({"administrator"}, "decline_suggestion"),
    **dict.fromkeys(["precedents:correct", "precedents:treatment"], (NOBODY, "no_slug")),
    # Reference data by a name that does not exist here: a plain 404 for everybody
    "api:upload": (NOBODY, "no_upload"),
    # Exports are their maker's, links their session's, requests for files their holder's: tested with each.
    **dict.fromkeys(
        ["evidence:export", "evidence:export_progress", "api:evidence_export", "api:evidence_export_content"],
        (NOBODY, "no_export"),
    ),
    "api:evidence_request": (NOBODY, "no_evidence_request"),
    "evidence:fetch": (NOBODY, "no_link"),
    "evidence:give_link": (NOBODY, "no_code"),
    "evidence:give": (NOBODY, ""),
    **dict.fromkeys(["precedents:detail", "precedents:history"], (NOBODY, "no_slug")),
    **dict.fromkeys(["api:precedent", "api:precedent_history", "api:framework"], (NOBODY, "no_slug")),
}
