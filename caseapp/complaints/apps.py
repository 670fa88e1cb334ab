from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "caseapp.complaints"
    label = "complaints"
