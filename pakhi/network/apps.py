"""The network room: who works where."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "pakhi.network"
    label = "network"
