"""Addresses of rights, claims and letters, under /desk/."""

from django.urls import URLPattern

app_name = "entitlements"
urlpatterns: list[URLPattern] = []
