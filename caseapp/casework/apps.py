from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "caseapp.casework"
    label = "casework"
