from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "caseapp.register"
    label = "register"
