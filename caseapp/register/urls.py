"""Addresses of the public register, and of the desk where its texts are read over."""

from django.urls import path

from caseapp.register.views import entries, fines, publishing

app_name = "register"

urlpatterns = [
    path("register/", fines.front, name="front"),
    path("register/fines.csv", fines.sheet, name="csv"),
    path("register/fines.json", fines.data, name="json"),
    path("register/fines/<reference:reference>/", fines.fine, name="fine"),
    path("register/decisions/", entries.decisions, name="decisions"),
    path("register/decisions.csv", entries.decisions_sheet, name="decisions_csv"),
    path("register/decisions.json", entries.decisions_data, name="decisions_json"),
    path("register/decisions/<reference:reference>/", entries.decision, name="decision"),
    path("register/orders/", entries.orders, name="orders"),
    path("register/orders.csv", entries.orders_sheet, name="orders_csv"),
    path("register/orders.json", entries.orders_data, name="orders_json"),
    path("register/orders/<reference:reference>/", entries.order, name="order"),
    path("register/data/", entries.data, name="data"),
    path("register/data/key.pem", entries.key, name="key"),
    path("register/data/<str:day>.zip", entries.copy, name="copy"),
    path("register/statistics/", fines.statistics, name="statistics"),
    path("register/statistics.csv", fines.statistics_sheet, name="statistics_csv"),
    path("register/review/", publishing.review, name="review"),
    path("register/review/<reference:reference>/", publishing.reviewed, name="reviewed"),
    path("register/review/<reference:reference>/do/<slug:action>/", publishing.act, name="text_act"),
    path("register/propose/<slug:kind>/<reference:reference>/", publishing.propose, name="propose"),
]
