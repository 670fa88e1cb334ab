from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "caseapp.statistics"
    label = "statistics"
