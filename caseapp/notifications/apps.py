from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "caseapp.notifications"
    label = "notifications"
