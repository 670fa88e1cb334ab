from django.apps import AppConfig


class RespondentsConfig(AppConfig):
    name = "caseapp.respondents"
    label = "respondents"
