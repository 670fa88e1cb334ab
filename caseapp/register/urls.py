"""Addresses of the public register."""

from django.urls import path

from caseapp.register.views import fines

app_name = "register"

urlpatterns = [
    path("register/", fines.front, name="front"),
    path("register/fines.csv", fines.sheet, name="csv"),
    path("register/fines.json", fines.data, name="json"),
    path("register/fines/<reference:reference>/", fines.fine, name="fine"),
    path("register/statistics/", fines.statistics, name="statistics"),
    path("register/statistics.csv", fines.statistics_sheet, name="statistics_csv"),
]
