"""The room of police and court."""

from django.apps import AppConfig


class LegalConfig(AppConfig):
    name = "pakhi.legal"
    label = "legal"

    def ready(self) -> None:
        """The kinds of threads that a criminal case is made of, in the books of cases, and the panel on their page."""
        from pakhi.cbr.pages import case
        from pakhi.legal import around, others, petitions, rights, sitting, tracks  # noqa: F401 - they declare kinds
        from pakhi.legal.pages import panel

        case.show("legal/panels/court.html", panel.panel)
