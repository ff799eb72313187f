"""The site: settings, addresses, base templates, and what ties rooms together that may not know each other."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings


def renew_snapshot(**_: Any) -> None:
    """New figures came out of a counting: reports read them from a new snapshot."""
    from pakhi.reports.snapshot import take

    take(settings.DATA)


class SiteConfig(AppConfig):
    name = "pakhi.site"
    label = "pakhi_site"

    def ready(self) -> None:
        from pakhi.voice.count import given_out

        given_out.connect(renew_snapshot, dispatch_uid="snapshot")
