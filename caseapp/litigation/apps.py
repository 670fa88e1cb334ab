from django.apps import AppConfig


class LitigationConfig(AppConfig):
    name = "caseapp.litigation"
    label = "litigation"
