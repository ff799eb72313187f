"""Every setting an installation may choose, read once from the environment. Nonsense stops the start with a sentence.

`SETTINGS` is the whole list: the page docs/settings.md must name each of them (a test checks it).
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


class BadSetting(SystemExit):
    """A setting that cannot be used; the message says which and what it may be."""


def text(raw: str) -> str:
    return raw.strip()


def yes_no(raw: str) -> bool:
    known = {
        "1": True,
        "yes": True,
        "true": True,
        "on": True,
        "0": False,
        "no": False,
        "false": False,
        "off": False,
    }
    return known[raw.strip().lower()]


def folder(raw: str) -> Path:
    path = Path(raw).expanduser().resolve()
    if path.exists() and not path.is_dir():
        raise ValueError
    return path


def port(raw: str) -> int:
    number = int(raw)
    if not 0 < number < 65536:
        raise ValueError
    return number


def threads(raw: str) -> int:
    number = int(raw)
    if not 0 < number <= 64:
        raise ValueError
    return number


def hosts(raw: str) -> list[str]:
    names = [name.strip() for name in raw.split(",") if name.strip()]
    if not names or any("/" in name or " " in name for name in names):
        raise ValueError
    return names


def database(raw: str) -> str:
    if not raw:
        return ""
    parts = urlsplit(raw)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ValueError
    return raw


@dataclass(frozen=True)
class Setting:
    """One setting: its name in the environment, how it is read, what it may be and what it is for."""

    name: str
    read: Callable[[str], Any]
    default: str
    may_be: str
    purpose: str

    @property
    def private(self) -> bool:
        """Whether its value is never printed."""
        return "SECRET" in self.name or "URL" in self.name


SETTINGS = (
    Setting("DATA", folder, "data", "a folder", "where databases, keys, snapshots and recordings are kept"),
    Setting("PORT", port, "8000", "a port from 1 to 65535", "where `pakhi serve` listens on 127.0.0.1"),
    Setting("PAKHI_HOSTS", hosts, "127.0.0.1,localhost,[::1]", "host names with commas", "names it answers to"),
    Setting("PAKHI_HTTPS", yes_no, "no", "yes or no", "served behind TLS: cookies and headers demand it"),
    Setting("PAKHI_DEBUG", yes_no, "no", "yes or no", "Django's debug pages; never on a real server"),
    Setting("PAKHI_DEMO", yes_no, "no", "yes or no", "a demonstration installation: invented data, early counting"),
    Setting("PAKHI_RECORDS_URL", database, "", "empty or postgres://…", "records database on PostgreSQL"),
    Setting("PAKHI_VAULT_URL", database, "", "empty or postgres://…", "vault database on PostgreSQL"),
    Setting("PAKHI_BALLOTS_URL", database, "", "empty or postgres://…", "ballots database on PostgreSQL"),
    Setting("PAKHI_SECRET", text, "", "empty or 50 characters and more", "signing key; empty: made once in DATA"),
    Setting("PAKHI_THREADS", threads, "8", "a number from 1 to 64", "requests served at the same time"),
)


def read(environment: dict[str, str] | None = None) -> dict[str, Any]:
    """Read every setting; unset or empty means the default. Raises BadSetting with a sentence."""
    source = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        raw = source.get(setting.name) or setting.default
        try:
            values[setting.name] = setting.read(raw)
        except (KeyError, ValueError):
            shown = "nothing that can be used" if setting.private else repr(raw)
            raise BadSetting(f"The setting {setting.name} is {shown}; it must be {setting.may_be}.") from None
    urls = [name for name in values if name.endswith("_URL") and values[name]]
    if urls and len(urls) != 3:
        raise BadSetting("Set all three of PAKHI_RECORDS_URL, PAKHI_VAULT_URL and PAKHI_BALLOTS_URL, or none.")
    if len({values[name] for name in urls}) != len(urls):
        raise BadSetting("The three database addresses must name three different databases.")
    if 0 < len(values["PAKHI_SECRET"]) < 50:
        raise BadSetting("The setting PAKHI_SECRET must have 50 characters or more, or be empty.")
    return values
