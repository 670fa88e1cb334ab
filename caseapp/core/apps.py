from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "caseapp.core"
    label = "core"

    def ready(self) -> None:
        """Whoever promises or dispatches work knows every task by name, in every process."""
        autodiscover_modules("tasks")
