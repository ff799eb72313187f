"""The room of rights with clocks."""

from importlib import import_module

from django.apps import AppConfig

KINDS = (
    "local",
    "claims",
    "claim_papers",
    "answers",
    "together",
    "letters_case",
)  # modules that declare kinds of threads


class EntitlementsConfig(AppConfig):
    name = "pakhi.entitlements"
    label = "entitlements"

    def ready(self) -> None:
        """The kinds of threads that claims are, in the books of cases, and the panel on their page."""
        for name in KINDS:
            import_module(f"pakhi.entitlements.{name}")
        from pakhi.cbr.pages import case
        from pakhi.entitlements.pages import panel

        case.show("entitlements/panels/rights.html", panel.panel)
