from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "caseapp.intake"
    label = "intake"
