from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "caseapp.evidence"
    label = "evidence"
