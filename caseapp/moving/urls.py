"""Addresses of matters on the move."""

from django.urls import path

from caseapp.moving import views

app_name = "moving"

urlpatterns = [
    path("case-files/<reference:reference>/archive/", views.moving, name="matter"),
    path("case-files/<reference:reference>/archive/<uuid:identifier>/", views.archive, name="archive"),
    path("case-files/<reference:reference>/files/<int:number>/", views.brought_file, name="file"),
    path("matters/bring-in/", views.arrivals, name="arrivals"),
    path("matters/bring-in/<uuid:identifier>/", views.arrival, name="arrival"),
]
