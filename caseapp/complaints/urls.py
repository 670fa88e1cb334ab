"""Addresses of complaints: the list, the acts upon one, its messages, and following by receipt code."""

from django.urls import URLPattern

app_name = "complaints"

urlpatterns: list[URLPattern] = []
