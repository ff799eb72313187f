"""The ballots database: sealed ballots, cards and the counting archive, linked to nothing else."""

from django.apps import AppConfig


class BallotsConfig(AppConfig):
    name = "pakhi.voice.ballots"
    label = "ballots"
