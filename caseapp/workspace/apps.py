from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "caseapp.workspace"
    label = "workspace"
