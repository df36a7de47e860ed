"""Square codes (QR) to scan, drawn on the server: no page ever asks another site for one."""

from __future__ import annotations

import base64
from io import BytesIO

import qrcode
from qrcode.image.svg import SvgPathFillImage


def square_of(text: str) -> str:
    """The square code of a text, as an address of a picture for <img src>."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg_of(text).encode()).decode()


def svg_of(text: str) -> str:
    """The square code of a text, as SVG."""
    drawn = BytesIO()
    qrcode.make(text, image_factory=SvgPathFillImage, border=3).save(drawn)
    return drawn.getvalue().decode()
