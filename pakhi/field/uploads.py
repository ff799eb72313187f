"""What a phone sends is held in memory until it is sealed, whole or not at all."""

from __future__ import annotations

import io
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MOST = 10 * 1024 * 1024  # what the server says it takes at once; phones cut a record's files into parts of this size
FILES = 400


class RecordUpload(FileUploadHandler):
    """In memory. Too much ends the request with RequestDataTooBig: a part that is left out would be lost unseen."""

    chunk_size = 64 * 1024

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.buffer = io.BytesIO()
        self.taken = self.count = 0

    def new_file(self, *arguments: Any, **more: Any) -> None:
        super().new_file(*arguments, **more)
        self.buffer = io.BytesIO()
        self.count += 1
        if self.count > FILES:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.taken += len(raw_data)
        if self.taken > MOST + MOST // 10:
            raise RequestDataTooBig
        self.buffer.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.buffer.seek(0)
        return InMemoryUploadedFile(
            self.buffer, self.field_name, self.file_name or "", self.content_type or "", file_size, self.charset,
            self.content_type_extra,
        )  # fmt: skip
