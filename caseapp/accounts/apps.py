from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "caseapp.accounts"
    label = "accounts"
