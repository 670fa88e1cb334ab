from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "caseapp.api"
    label = "api"
