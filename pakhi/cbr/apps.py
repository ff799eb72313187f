"""The room of the case."""

from django.apps import AppConfig


class CbrConfig(AppConfig):
    name = "pakhi.cbr"
    label = "cbr"

    def ready(self) -> None:
        """The kinds of things that a case is made of, and what happens here when somebody is forgotten."""
        from pakhi.cbr import counted, forgotten, kinds  # noqa: F401 - the first two name themselves

        kinds.load()
        from pakhi.cbr import given, her_yes  # noqa: F401 - guards of every step, when all kinds are there
