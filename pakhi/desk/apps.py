"""The desk room."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "pakhi.desk"
    label = "desk"
