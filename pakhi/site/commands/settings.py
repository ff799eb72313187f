"""`pakhi settings`: what an installation may choose."""

import argparse

from pakhi.site import environ


def arguments(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(options: argparse.Namespace) -> None:
    """One block for each setting; secrets are not printed."""
    values = environ.read()
    for setting in environ.SETTINGS:
        value = values[setting.name]
        shown = "(set)" if value and setting.private else value
        print(f"{setting.name} = {shown}\n    {setting.purpose}; may be {setting.may_be}; default {setting.default!r}")
