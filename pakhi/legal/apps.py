"""The room of police and court."""

from django.apps import AppConfig


class LegalConfig(AppConfig):
    name = "pakhi.legal"
    label = "legal"

    def ready(self) -> None:
        """The kinds of threads that a criminal case is made of, in the books of cases."""
