"""The HTTP API's settings: authentication, paging, problem documents, schema."""

from datetime import timedelta

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "caseapp.api.authentication.ApiTokenAuthentication",
        "caseapp.api.authentication.SignedInSession",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["caseapp.api.parsers.CleanJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "caseapp.api.pagination.KeysetPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "caseapp.api.problems.problem_response",
    "COERCE_DECIMAL_TO_STRING": True,
}

REST_KNOX = {
    "TOKEN_TTL": timedelta(days=30),
    "AUTH_HEADER_PREFIX": "Token",
    "TOKEN_MODEL": "api.ApiToken",
}
KNOX_TOKEN_MODEL = "api.ApiToken"

SPECTACULAR_SETTINGS = {
    "DEFAULT_GENERATOR_CLASS": "caseapp.api.schema.HeldSchema",
    "TITLE": "Countenance API",
    "DESCRIPTION": "Complaints, evidence, investigations, fines, suits, precedents and estimates.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    # One name for each set of choices, wherever it stands.
    "ENUM_NAME_OVERRIDES": {
        "ActorSectorEnum": "caseapp.core.enums.ActorSector",
        "AnswerEnum": "caseapp.complaints.enums.Answer",
        "AwardKindEnum": "caseapp.litigation.enums.AwardKind",
        "ConflictResultEnum": "caseapp.litigation.enums.ConflictResult",
        "DocumentKindEnum": "caseapp.documents.enums.Kind",
        "EvidenceStateEnum": "caseapp.evidence.enums.EvidenceState",
        "FeeBasisEnum": "caseapp.litigation.enums.FeeBasis",
        "FeeKindEnum": "caseapp.litigation.enums.FeeKind",
        "FindingResultEnum": "caseapp.enforcement.enums.FindingResult",
        "GrantScopeEnum": "caseapp.complaints.enums.GrantScope",
        "OrderKindEnum": "caseapp.enforcement.enums.OrderKind",
        "OutcomeEnum": "caseapp.complaints.enums.Outcome",
        "ProofResultEnum": "caseapp.enforcement.enums.ProofResult",
        "SuitSideEnum": "caseapp.litigation.enums.SuitSide",
        "TokenScopeEnum": "caseapp.api.models.Scope",
    },
}
