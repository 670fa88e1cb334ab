from django.apps import AppConfig


class EnforcementConfig(AppConfig):
    name = "caseapp.enforcement"
    label = "enforcement"
