from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "caseapp.api"
    label = "api"

    def ready(self) -> None:
        """Make the ways of signing in known to the description of the API."""
        from caseapp.api import schema  # noqa: F401
