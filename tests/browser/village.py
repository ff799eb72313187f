"""A small installation with the village's cast (tests/village.py), CBO One's and CBO Two's keys ready, and phones.

Run as a program it fills an empty data folder (DATA), and leaves there what the product prints at the start of a
demonstration. It loads in seconds, where the demonstration takes minutes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browser.people import a_long_day
from tests.browser.product import Product, served
from tests.browser.visitors import Visitors

ROOT = Path(__file__).parents[2]
PHONES = ("mou",)


@contextmanager
def village_served(data: Path) -> Iterator[Product]:
    """Serve a new village from an empty data folder until the block ends."""
    data.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"DATA": str(data), "DJANGO_SETTINGS_MODULE": "pakhi.site.settings", "PAKHI_DEMO": "yes"}
    environment["PYTHONPATH"] = str(ROOT)
    for command in ([str(Path(sys.executable).with_name("pakhi")), "migrate"], [sys.executable, "-m", __name__]):
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("LOADED_DATA", raising=False)  # of a demonstration
        patch.setenv("PYTHONPATH", str(ROOT))
        with served(data) as running:
            yield running


def with_a_long_day(visitors: Visitors) -> Visitors:
    """The same, after Mina has raised today's limit: the journeys open more names than a day allows."""
    a_long_day(visitors.staff("mina"))
    visitors.leave()
    return visitors


def fill() -> None:
    """The cast, their keys, and a phone for who carries one."""
    import django

    django.setup()
    from django.conf import settings

    from pakhi.field import devices
    from pakhi.network.models import Organisation
    from pakhi.vault import scope
    from pakhi.vault.tests.conftest import Keepers
    from tests.village import PASSWORD, build, build_another_state

    village = build()
    build_another_state()
    with scope.when_asked(lambda: frozenset(Organisation.objects.values_list("code", flat=True))):
        keepers = Keepers(village)
        keepers.set_up("one", "salma", "mou", "mina")
        keepers.set_up("two", "kabir")
    one, two = village.organisations["one"], village.organisations["two"]
    phones = {}
    for name in PHONES:
        device, password = devices.add(village.accounts[name], one)
        phones[name] = [device.code, password]
    shown = {"password": PASSWORD, "logins": [], "cards": [], "home": one.code, "two": two.code, "phones": phones}
    (settings.DATA / "demonstration").write_text(json.dumps(shown))


if __name__ == "__main__":
    fill()
