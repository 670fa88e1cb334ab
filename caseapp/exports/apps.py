from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "caseapp.exports"
    label = "exports"
