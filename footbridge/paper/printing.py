"""Making PDF pages: a layout of ours, data as JSON, bytes back."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import fontpkg_noto_sans
import structlog
import typst
from django.apps import apps
from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

log = structlog.get_logger()
HOUSE = Path(__file__).parent / "layouts"
FONTS = Path(__file__).parent / "fonts"  # scripts that no part in the lock brings
STANDARDS = ("ua-1",)
NO_LETTER = "could not be displayed with font"


class NoSuchLayout(LookupError):
    """A layout that no room has."""


def pdf(
    layout: str,
    data: Mapping[str, Any],
    *,
    made: dt.datetime | None = None,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """A tagged PDF (PDF/UA-1) from a layout, data and pictures.

    `layout` is "room/name", for example "training/certificate": `footbridge/training/layouts/certificate.typ`, which
    imports "house.typ" of this room. `data` must be JSON (dates as text, as they are to be read); it reaches the page as
    data, so that nothing typed by a person can act as layout. `made` is the time written into the file, now unless told.
    The same data and time give the same bytes. `pictures` are drawings (SVG) or photographs wrapped by `photograph`; the layout
    finds “x” as "x.svg". They never touch the disk. A letter that no font here has is printed as an empty box, and that file is
    tagged but makes no claim to PDF/UA. Raises NoSuchLayout, or RuntimeError when the layout has a fault.
    """
    path = _path_of(layout)
    # Only the layouts of both rooms can be read by the page: they are given as files in memory, with no root on disk.
    files = {"main.typ": path.read_bytes()}
    for folder in {HOUSE, path.parent}:
        files.update({one.name: one.read_bytes() for one in folder.glob("*.typ") if one != path})
    files.update({f"{name}.svg": content for name, content in (pictures or {}).items()})
    when = made or timezone.now()

    def compiled(standards: Iterable[str]) -> bytes:
        return bytes(
            typst.compile(  # type: ignore[call-overload]  # files by name are taken, though its types leave them out
                files,
                format="pdf",
                font_paths=font_folders(),
                ignore_system_fonts=True,
                sys_inputs={"data": json.dumps(dict(data), ensure_ascii=False)},
                pdf_standards=list(standards),
                timestamp=int(when.timestamp()),
            )
        )

    try:
        return compiled(STANDARDS)
    except RuntimeError as trouble:
        if NO_LETTER not in str(trouble):
            raise
        log.warning("letter_missing_on_paper", layout=layout)  # never which: it is somebody's word
        return compiled(())


def photograph(jpeg: bytes, width: int, height: int) -> bytes:
    """A JPEG as `pdf` takes it: an SVG that holds it whole, because files in memory must be text. Its pixels are not coded anew."""
    if not jpeg.startswith(b"\xff\xd8"):
        raise ValueError("Only JPEG pictures go on paper.")
    inside = base64.b64encode(jpeg).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/jpeg;base64,{inside}"/></svg>'
    ).encode()


def download(content: bytes, name: str) -> HttpResponse:
    """A PDF as an answer that is saved under `name` (letters, digits and hyphens) and kept by no cache."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def font_folders() -> list[str]:
    """Folders of the letters that pages may use; the machine's own are not looked at."""
    return [str(fontpkg_noto_sans.ROOT / "files"), str(FONTS), *settings.PAPER_FONTS]


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
