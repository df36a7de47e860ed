"""Taking uploads in memory: Django would write files above two megabytes to the disk, readable, before anybody has sealed them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from io import BytesIO
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from footbridge.exchange.media.remaking import HEAVIEST

MOST_BYTES = 160_000_000  # of one request
MOST_FILES = 40


class InMemory(FileUploadHandler):
    """Keeps each file in memory and never elsewhere. A file over the limit is cut just above it, so that it is refused as too heavy."""

    chunk_size = 2**20

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: str, encoding: Any = None
    ) -> Any:
        if content_length > MOST_BYTES:
            raise RequestDataTooBig("Send fewer files at once.")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.held = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start <= HEAVIEST:
            self.held.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.held.seek(0)
        return InMemoryUploadedFile(
            self.held, self.field_name, "picture", "application/octet-stream", file_size, None, {}
        )


def in_memory(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose uploads stay in memory. The token against forged posts is checked as everywhere, after the handler is set."""
    checked = csrf_protect(view)

    @wraps(view)
    def receive(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.upload_handlers = [InMemory(request)]
        return checked(request, *args, **kwargs)

    return csrf_exempt(receive)
