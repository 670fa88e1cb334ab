from django.apps import AppConfig


class PrecedentsConfig(AppConfig):
    name = "caseapp.precedents"
    label = "precedents"
