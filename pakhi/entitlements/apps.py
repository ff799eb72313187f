"""The room of rights with clocks."""

from django.apps import AppConfig


class EntitlementsConfig(AppConfig):
    name = "pakhi.entitlements"
    label = "entitlements"

    def ready(self) -> None:
        """The kinds of threads that claims are, in the books of cases."""
