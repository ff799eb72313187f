"""The room of police and court."""

from django.apps import AppConfig


class LegalConfig(AppConfig):
    name = "pakhi.legal"
    label = "legal"

    def ready(self) -> None:
        """The kinds of threads that a criminal case is made of, and the panel on the page of a case; `joint` hears what
        she takes back.
        """
        from pakhi.cbr.pages import case
        from pakhi.legal import around, joint, others, petitions, rights, sitting, tracks  # noqa: F401 - they name themselves
        from pakhi.legal.pages import panel

        case.show("legal/panels/court.html", panel.panel)
