"""Addresses of police and court, under /desk/."""

from django.urls import URLPattern

app_name = "legal"
urlpatterns: list[URLPattern] = []
