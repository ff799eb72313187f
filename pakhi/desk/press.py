"""A page made into a PDF in a process of its own: `python -m pakhi.desk.press` reads HTML and gives the PDF.

What stands on it may hold a name. It passes through pipes, lies in no file, and goes with the process.
"""

from __future__ import annotations

import subprocess
import sys

WAIT = 120  # seconds


class Failed(Exception):
    """No paper was made. Says nothing of what stood on it."""


def press(page: str) -> bytes:
    """The PDF of a page. Raises Failed."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pakhi.desk.press"], input=page.encode(), stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, timeout=WAIT, check=True,
        )  # fmt: skip
    except (subprocess.SubprocessError, OSError):
        raise Failed from None
    return done.stdout


def main() -> None:
    """Read a page, write a PDF."""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pakhi.site.settings")
    from pakhi.reports.export import on_paper

    sys.stdout.buffer.write(on_paper(sys.stdin.buffer.read().decode()))


if __name__ == "__main__":
    main()
