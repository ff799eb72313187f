"""What can be read on a page's main part or in a file, as plain text."""

from __future__ import annotations

import io
import re

from openpyxl import load_workbook
from playwright.sync_api import APIRequestContext
from pypdf import PdfReader

LINK = re.compile(r'href="(/desk/[^"#]*)"')
CODE = re.compile(r"/[0-9A-Z]{4,8}(?=[/.?]|$)|(?<=/)\d+(?=/|$)|(?<==)[^&]+")
ALIKE = 3  # of addresses that differ by a code only, so many are visited
LONG = re.compile(r"export/(offices|flags)/pdf")  # seconds each; their CSV says the same


def readable(kind: str, content: bytes) -> str:
    """The text of an answer of some content type."""
    if "pdf" in kind:
        return "\n".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(content)).pages)
    if "sheet" in kind:
        book = load_workbook(io.BytesIO(content), read_only=True)
        return "\n".join(str(cell) for sheet in book for row in sheet.values for cell in row if cell is not None)
    text = content.decode()
    found = re.search(r"<main.*</main>", text, re.DOTALL)
    return found.group() if found else text


def read(visitor: APIRequestContext, address: str) -> tuple[int, str]:
    """The status of an address, and what can be read there."""
    answer = visitor.get(address)
    return answer.status, readable(answer.headers.get("content-type", ""), answer.body())


def walk(visitor: APIRequestContext, files: tuple[str, ...] = ()) -> dict[str, str]:
    """Every address that links lead to, with what can be read there; of very similar ones only some.

    Files are opened of the formats asked for; of the others the address alone is found.
    """
    seen: dict[str, str] = {}
    alike: dict[str, int] = {}
    waiting = ["/desk/"]
    while waiting:
        address = waiting.pop(0)
        shape = CODE.sub("/*", address)
        if address in seen or alike.get(shape, 0) >= ALIKE or "logout" in address:
            continue
        alike[shape] = alike.get(shape, 0) + 1
        form = address.split("?")[0].rsplit("/", 1)[1]
        if "/export/" in address and (form not in files or LONG.search(address) or alike[shape] > 1):
            seen[address] = ""
            continue
        answer = visitor.get(address)
        seen[address] = readable(answer.headers.get("content-type", ""), answer.body()) if answer.ok else ""
        if "html" in answer.headers.get("content-type", ""):
            waiting += [link.replace("&amp;", "&") for link in LINK.findall(answer.text())]
    return seen
