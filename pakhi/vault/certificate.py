"""The paper for somebody who was forgotten: code, dates and rule, no name."""

from __future__ import annotations

from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import HTML

from pakhi.lib.paper import without_empty
from pakhi.vault import retention
from pakhi.vault.models import Erasure

SCRIPTS = ("latin", "bengali", "devanagari", "telugu")


def fonts() -> dict[str, str]:
    """Addresses of the shipped fonts by script."""
    found = {script: finders.find(f"built/fonts/noto-sans-{script}-400.woff2") for script in SCRIPTS}
    return {script: Path(path).as_uri() for script, path in found.items() if path}


def words(erasure: Erasure, language: str) -> str:
    """The certificate as HTML: the PDF's text, and its twin for a screen reader."""
    code = erasure.person.code
    with translation.override(language):
        return render_to_string(
            "vault/certificate.html",
            {
                "erasure": erasure, "rule": retention.named(erasure.rule), "code": f"{code[:4]} {code[4:]}",
                "language": language, "fonts": fonts(),
            },
        )  # fmt: skip


def certificate(erasure: Erasure, language: str) -> bytes:
    """The certificate as a PDF, in one of the product's languages."""
    return bytes(HTML(string=words(erasure, language)).write_pdf(finisher=without_empty))
