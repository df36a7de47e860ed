"""Pictures for tests, drawn by code, and files that want to do harm."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Iterator

import pillow_heif
from PIL import Image, ImageDraw

MARK = b"METADATA-CANARY-53.3811N-1.4701W"


def drawn(width: int = 640, height: int = 480, shift: int = 0) -> Image.Image:
    """A hill, a sun and a house."""
    image = Image.new("RGB", (width, height), "#a8d5e8")
    pen = ImageDraw.Draw(image)
    pen.ellipse((width * 0.6 + shift, 20, width * 0.8 + shift, 20 + width * 0.2), fill="#f6b93b")
    pen.polygon([(0, height), (width // 2, height // 2), (width, height)], fill="#3f8f4c")
    pen.rectangle((width * 0.2, height * 0.6, width * 0.4, height * 0.85), fill="#e4603a")
    return image


def as_bytes(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    if kind == "HEIF":
        pillow_heif.register_heif_opener()
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def with_place(kind: str = "JPEG") -> bytes:
    """A picture that says where it was taken, who took it, and more."""
    exif = Image.Exif()
    exif[0x010E] = MARK.decode()
    exif[0x9286] = MARK
    exif.get_ifd(0x8825).update({1: "N", 2: (53.0, 22.0, 51.0), 3: "W", 4: (1.0, 28.0, 12.0), 27: MARK})
    options: dict[str, object] = {"exif": exif.tobytes()}
    if kind == "JPEG":
        options["comment"] = MARK
    return as_bytes(drawn(), kind, **options)


def png_that_bursts(side: int = 16_000) -> bytes:
    """A PNG of a few hundred kilobytes that unfolds to a quarter of a thousand million points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = b"\0" + b"\0" * (side // 8)
    body = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def text_bomb() -> bytes:
    """A PNG whose text unfolds to sixty megabytes."""
    small = as_bytes(drawn(64, 64), "PNG")
    text = b"note\0\0" + zlib.compress(b"x" * 60_000_000, 9)
    chunk = struct.pack(">I", len(text)) + b"zTXt" + text + struct.pack(">I", zlib.crc32(b"zTXt" + text))
    return small[:33] + chunk + small[33:]


def hostile() -> Iterator[tuple[str, bytes]]:
    """Files that pretend, each with what it is."""
    jpeg, png = as_bytes(drawn()), as_bytes(drawn(), "PNG")
    yield "empty", b""
    yield "a page", b"<html><script>alert(1)</script></html>"
    yield "svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    yield "eps", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\nshowpage\n"
    yield "pdf", b"%PDF-1.7\n%%EOF"
    yield "gif", as_bytes(drawn(64, 64), "GIF")
    yield "bmp", as_bytes(drawn(64, 64), "BMP")
    yield "tiff called jpg", as_bytes(drawn(64, 64), "TIFF")
    yield "ico", as_bytes(drawn(64, 64), "ICO")
    yield "zip", b"PK\x03\x04" + b"\0" * 60
    yield "program", b"\x7fELF" + b"\0" * 100
    yield "start of a jpeg", jpeg[:40]
    yield "start of a png", png[:40]
    yield "jpeg head and a page", b"\xff\xd8\xff\xe0<html><script>alert(1)</script>"
    yield "png head and zip", b"\x89PNG\r\n\x1a\nPK\x03\x04" + b"\0" * 200
    yield "webp head only", b"RIFF\0\0\0\0WEBPVP8 "
    yield "heic head only", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 50
    yield "video", b"\0\0\0\x18ftypisom\0\0\0\0isomiso2" + b"\0" * 50
    yield "one point", as_bytes(Image.new("RGB", (1, 1)), "PNG")
    yield "bursting png", png_that_bursts()
    yield "bursting text", text_bomb()
    yield "huge head", png[:16] + struct.pack(">II", 2**31 - 1, 2**31 - 1) + png[24:]


def spoilt(data: bytes, chance: random.Random, most: int) -> bytes:
    """A file with up to so many places changed, cut out, doubled or written over."""
    found = bytearray(data)
    for _ in range(chance.randint(1, most)):
        at, long = chance.randrange(len(found)), chance.randint(1, 40)
        match chance.randrange(4):
            case 0:
                found[at] = chance.randrange(256)
            case 1:
                del found[at : at + long]
            case 2:
                found[at:at] = found[at : at + long]
            case _:
                found[at : at + 4] = chance.randbytes(4)
        found = found or bytearray(b"x")
    return bytes(found)
