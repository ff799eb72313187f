"""The reports room."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "pakhi.reports"
    label = "reports"
