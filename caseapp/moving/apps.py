from django.apps import AppConfig


class MovingConfig(AppConfig):
    name = "caseapp.moving"
    label = "moving"
