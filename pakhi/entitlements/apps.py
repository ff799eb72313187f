"""The room of rights with clocks."""

from importlib import import_module

from django.apps import AppConfig

KINDS = ("local", "claims")  # modules that declare kinds of threads


class EntitlementsConfig(AppConfig):
    name = "pakhi.entitlements"
    label = "entitlements"

    def ready(self) -> None:
        """The kinds of threads that claims are, in the books of cases."""
        for name in KINDS:
            import_module(f"pakhi.entitlements.{name}")
