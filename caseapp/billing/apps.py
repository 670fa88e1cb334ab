from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "caseapp.billing"
    label = "billing"
