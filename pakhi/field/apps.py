"""The field room: forms, phones, and what arrives from them."""

from django.apps import AppConfig


class FieldConfig(AppConfig):
    name = "pakhi.field"
    label = "field"

    def ready(self) -> None:
        """The product's forms and the rooms they go to."""
        from pakhi.field import (  # noqa: F401 - they name themselves
            calls,
            consenting,
            desks,
            following,
            forgotten,
            office_reports,
            on_call,
            passing,
            registration,
            talks,
            visits,
        )
        from pakhi.field.cases import changes, found, groups, identifying, mapping, safety, tools, visit  # noqa: F401
