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
        """The kinds of threads that claims are, the panel on the page of a case, and the rights that needs lead to."""
        for name in KINDS:
            import_module(f"pakhi.entitlements.{name}")
        from pakhi.cbr import entitled
        from pakhi.cbr.pages import case
        from pakhi.entitlements import claims, known
        from pakhi.entitlements.pages import panel

        case.show("entitlements/panels/rights.html", panel.panel)
        entitled.BROUGHT.append(entitled.Catalogue(known.titles, claims.asking_for, "entitlements:want"))
