"""The site: settings, addresses, base templates, and what ties rooms together that may not know each other."""

from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings


def renew_snapshot(**_: Any) -> Path:
    """Write the nameless facts anew, where reports read them; whoever is counted in them is asked for her yes again.

    It gives back where they lie. When new figures come out of a counting, it is called by itself.
    """
    from pakhi.cbr import counted
    from pakhi.reports.snapshot import take

    counted.again()
    return take(settings.DATA)


class SiteConfig(AppConfig):
    name = "pakhi.site"
    label = "pakhi_site"

    def ready(self) -> None:
        from pakhi.voice.count import given_out

        given_out.connect(renew_snapshot, dispatch_uid="snapshot")
