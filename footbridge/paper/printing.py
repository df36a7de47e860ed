"""Making PDF pages: a layout of ours, data as JSON, bytes back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import fontpkg_noto_sans
import typst
from django.apps import apps
from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

HOUSE = Path(__file__).parent / "layouts"
STANDARDS = ("ua-1",)


class NoSuchLayout(LookupError):
    """A layout that no room has."""


def pdf(layout: str, data: Mapping[str, Any], *, made: dt.datetime | None = None) -> bytes:
    """A tagged PDF (PDF/UA-1) from a layout and data.

    `layout` is "room/name", for example "training/certificate": `footbridge/training/layouts/certificate.typ`, which
    imports "house.typ" of this room. `data` must be JSON (dates as text, as they are to be read); it reaches the page as
    data, so that nothing typed by a person can act as layout. `made` is the time written into the file, now unless told.
    The same data and time give the same bytes. Raises NoSuchLayout, or RuntimeError when the layout has a fault.
    """
    path = _path_of(layout)
    # Only the layouts of both rooms can be read by the page: they are given as files in memory, with no root on disk.
    files = {"main.typ": path.read_bytes()}
    for folder in {HOUSE, path.parent}:
        files.update({one.name: one.read_bytes() for one in folder.glob("*.typ") if one != path})
    when = made or timezone.now()
    return bytes(
        typst.compile(  # type: ignore[call-overload]  # files by name are taken, though its types leave them out
            files,
            format="pdf",
            font_paths=font_folders(),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(dict(data), ensure_ascii=False)},
            pdf_standards=list(STANDARDS),
            timestamp=int(when.timestamp()),
        )
    )


def download(content: bytes, name: str) -> HttpResponse:
    """A PDF as an answer that is saved under `name` (letters, digits and hyphens) and kept by no cache."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def font_folders() -> list[str]:
    """Folders of the letters that pages may use; the machine's own are not looked at."""
    return [str(fontpkg_noto_sans.ROOT / "files"), *settings.PAPER_FONTS]


def layouts() -> Iterable[str]:
    """Every layout of the house as "room/name"."""
    for app in apps.get_app_configs():
        if app.name.startswith("footbridge."):
            for path in sorted((Path(app.path) / "layouts").glob("*.typ")):
                if path.name != "house.typ":
                    yield f"{app.label}/{path.stem}"


def _path_of(layout: str) -> Path:
    room, _, name = layout.partition("/")
    path = Path(apps.get_app_config(room).path) / "layouts" / f"{name}.typ"
    if not path.exists():
        raise NoSuchLayout(f"There is no layout {path}.")
    return path
