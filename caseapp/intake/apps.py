from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "caseapp.intake"
    label = "intake"

    def ready(self) -> None:
        # The tasks must be known wherever something is enqueued, not in the worker alone.
        from caseapp.intake import tasks  # noqa: F401
