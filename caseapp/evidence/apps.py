from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "caseapp.evidence"
    label = "evidence"

    def ready(self) -> None:
        # The tasks must be known wherever something is enqueued, not in the worker alone.
        from caseapp.evidence import tasks  # noqa: F401
