"""The voice room."""

from django.apps import AppConfig


class VoiceConfig(AppConfig):
    name = "pakhi.voice"
    label = "voice"
