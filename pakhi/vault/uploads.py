"""What is sent to the product is held in memory, never in a temporary file: a disk remembers."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

MOST = 25 * 1024 * 1024
FILES = 5
MARK = "pakhi.too_large"


def too_large(request: HttpRequest) -> str:
    """The field of the first file that was let go because too much came; nothing if none was."""
    request.FILES  # noqa: B018 - reads what was sent
    return str(request.META.get(MARK, ""))


class MemoryOnlyUploadHandler(FileUploadHandler):
    """The only upload handler of the product. A file beyond `MOST` bytes in all, or beyond `FILES` files, is let go.

    Everything else of the form arrives; `too_large` says that something is missing, and the page says it on.

    Django's own falls back to a file in the temporary folder when something is large; this one cannot.
    """

    chunk_size = 64 * 1024

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.buffer = io.BytesIO()
        self.taken = 0
        self.count = 0

    def new_file(self, *arguments: Any, **more: Any) -> None:
        super().new_file(*arguments, **more)
        self.buffer = io.BytesIO()
        self.count += 1
        if self.count > FILES:
            self.let_go()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.taken += len(raw_data)
        if self.taken > MOST:
            self.let_go()
        self.buffer.write(raw_data)

    def let_go(self) -> None:
        """Nothing of this file is kept, and the rest of it is read past."""
        self.buffer = io.BytesIO()
        if self.request is not None:
            self.request.META.setdefault(MARK, self.field_name)
        raise SkipFile

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.buffer.seek(0)
        return InMemoryUploadedFile(
            self.buffer, self.field_name, self.file_name or "", self.content_type or "", file_size, self.charset,
            self.content_type_extra,
        )  # fmt: skip
