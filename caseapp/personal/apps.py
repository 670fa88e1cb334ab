from django.apps import AppConfig


class PersonalConfig(AppConfig):
    name = "caseapp.personal"
    label = "personal"
