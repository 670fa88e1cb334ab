from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "caseapp.documents"
    label = "documents"
