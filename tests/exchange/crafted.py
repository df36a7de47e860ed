"""Sixty files and more that want to get something through, each with what must become of it: refused, or made anew without it."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from typing import Any

import av
from PIL import Image, PngImagePlugin

from tests.exchange.media.samples import acting_paper, made, paper, turned_film
from tests.exchange.pictures import MARK, as_bytes, drawn, hostile, with_place

PAGE = b"<html><script>alert(1)</script>" + MARK + b"</html>"
ZIP = b"PK\x03\x04\x14\0\0\0\0\0" + b"\0" * 16 + MARK
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf>" + MARK + b"</rdf></x:xmpmeta>"


def in_jpeg(marker: int, content: bytes) -> bytes:
    """A JPEG with a segment more, right after its beginning."""
    jpeg = as_bytes(drawn(80, 60))
    return jpeg[:2] + bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2, "big") + content + jpeg[2:]


def in_png(kind: bytes, content: bytes) -> bytes:
    """A PNG with a chunk more, right after its head."""
    png = as_bytes(drawn(80, 60), "PNG")
    chunk = struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    return png[:33] + chunk + png[33:]


def in_box(kind: bytes, content: bytes) -> bytes:
    """An MP4 with a box more at its end."""
    return made("mp4", 0.4, size=(64, 48)) + struct.pack(">I", len(content) + 8) + kind + content


def animated(kind: str) -> bytes:
    """A moving picture whose second frame says what the first does not."""
    second = drawn(80, 60)
    second.putpixel((0, 0), (1, 2, 3))
    return as_bytes(drawn(80, 60), kind, save_all=True, append_images=[second], comment=MARK)


def with_cover() -> bytes:
    """A recording that brings a picture and words along."""
    song, jpeg = made("mp3", 0.4, picture="", tells=False), as_bytes(drawn(40, 30)) + MARK
    frame = b"\0image/jpeg\0\x03\0" + jpeg
    body = b"APIC" + struct.pack(">I", len(frame)) + b"\0\0" + frame
    size = bytes((len(body) >> shift) & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\0\0" + size + body + song


def two_films() -> bytes:
    """An MP4 with a second stream of pictures, which no player would show."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as target:
        streams: list[Any] = [target.add_stream("libx264", rate=10) for _ in range(2)]
        for one in streams:
            one.width, one.height, one.pix_fmt = 64, 48, "yuv420p"
            one.metadata["handler_name"] = MARK.decode()
        for n, one in enumerate(streams):
            for shift in range(5):
                target.mux(one.encode(av.VideoFrame.from_image(drawn(64, 48, shift + n))))
            target.mux(one.encode(None))
    return out.getvalue()


def wav_with_list() -> bytes:
    told = made("wav", 0.4, picture="", tells=False)
    info = b"INFOICMT" + struct.pack("<I", len(MARK)) + MARK
    chunk = b"LIST" + struct.pack("<I", len(info)) + info
    at = told.index(b"data")
    return told[:at] + chunk + told[at:]


def heif_of_two() -> bytes:
    return as_bytes(drawn(80, 60), "HEIF", save_all=True, append_images=[drawn(80, 60, 9)], exif=exif())


def exif() -> bytes:
    said = Image.Exif()
    said[0x010E] = MARK.decode()
    return said.tobytes()


def text_in_png(packed: bool) -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", MARK.decode(), zip=packed)
    words.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=packed)
    return as_bytes(drawn(80, 60), "PNG", pnginfo=words) + (b"" if not packed else MARK)


def cleaned() -> Iterator[tuple[str, bytes]]:
    """Files that are pictures, films, recordings or papers, and carry something besides. All hold MARK in clear."""
    jpeg = as_bytes(drawn(80, 60))
    for kind in ("JPEG", "PNG", "WEBP", "HEIF"):
        yield f"place in a {kind}", with_place(kind)
    yield "comment", in_jpeg(0xFE, MARK)
    yield "xmp in a jpeg", in_jpeg(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP)
    yield "iptc", in_jpeg(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0" + MARK)
    yield "colour profile", in_jpeg(0xE2, b"ICC_PROFILE\0\x01\x01" + MARK * 4)
    yield "second picture of a camera", in_jpeg(0xE2, b"MPF\0" + MARK)
    yield "maker's own segment", in_jpeg(0xEB, MARK)
    yield "thumbnail in a jpeg", in_jpeg(0xE0, b"JFXX\0\x10" + as_bytes(drawn(16, 16)) + MARK)
    yield "page in a comment", in_jpeg(0xFE, PAGE)
    for name, tail in (("page", PAGE), ("zip", ZIP), ("second jpeg", with_place()), ("program", b"\x7fELF" + MARK)):
        yield f"{name} behind a jpeg", jpeg + tail
    yield "turned and told", as_bytes(drawn(80, 60), exif=exif()) + MARK
    yield "text in a png", text_in_png(False)
    yield "packed text in a png", text_in_png(True)
    yield "own chunk of a png", in_png(b"prVt", MARK)
    yield "exif chunk of a png", in_png(b"eXIf", b"MM\0*\0\0\0\x08\0\0" + MARK)
    yield "page behind a png", as_bytes(drawn(80, 60), "PNG") + PAGE
    yield "moving png", animated("PNG") + MARK
    yield "moving webp", animated("WEBP") + MARK
    yield "xmp in a webp", as_bytes(drawn(80, 60), "WEBP", xmp=XMP)
    yield "zip behind a webp", as_bytes(drawn(80, 60), "WEBP") + ZIP
    yield "xmp in a heic", as_bytes(drawn(80, 60), "HEIF", xmp=XMP)
    yield "two pictures in a heic", heif_of_two()
    yield "film that tells", made("mp4", 0.4, size=(64, 48))
    yield "telephone's film that tells", made("mov", 0.4, size=(64, 48))
    yield "page behind a film", made("mp4", 0.4, size=(64, 48)) + PAGE
    yield "own box of a film", in_box(b"uuid", b"\0" * 16 + MARK)
    yield "place of a film", in_box(b"udta", struct.pack(">I", len(MARK) + 8) + b"\xa9xyz" + MARK)
    yield "free box of a film", in_box(b"free", MARK)
    yield "two films in one", two_films()
    yield "turned film", turned_film()
    yield "web film that tells", made("webm", 0.4, size=(64, 48), picture="libvpx")
    yield "recording that tells", made("mp4", 0.4, picture="")
    yield "recording with a cover", with_cover()
    yield "recording with a list", wav_with_list()
    yield "page behind a recording", made("ogg", 0.4, picture="") + PAGE
    yield "paper that tells", paper(1, (60, 80))
    yield "paper that acts", acting_paper()
    yield "page behind a paper", paper(1, (60, 80)) + PAGE


def refused() -> Iterator[tuple[str, bytes]]:
    """Files that pretend to be one of ours, or are none."""
    film = made("mp4", 0.5, size=(64, 48))
    yield from hostile()
    lists = b"#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n"
    yield "play list", lists
    yield "play list in a film", film[:24] + lists
    yield "list of files", b"ffconcat version 1.0\nfile /etc/hostname\n"
    yield "session", b"v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 1 RTP/AVP 96\n"
    yield "stream list", b'<?xml version="1.0"?><MPD><BaseURL>file:///etc/hostname</BaseURL></MPD>'
    yield "film cut off", film[: len(film) // 3]
    yield "head of matroska", b"\x1aE\xdf\xa3" + b"\0" * 60
    yield "head of ogg", b"OggS" + b"\0" * 90
    yield "head of wav", b"RIFF\xff\xff\xff\xffWAVEfmt " + b"\xff" * 40
    yield "tags alone", b"ID3\x04\0\0\0\0\x0f\x76" + b"\0" * 400
    yield "paper cut off", paper(1)[:200]
    yield "paper of thirteen pages", paper(13, (30, 40))
    yield "thin paper", paper(1, (20, 900))
    yield "flash", b"FLV\x01\x05\0\0\0\x09" + b"\0" * 60
    yield "old film", b"RIFF\0\0\0\0AVI LIST" + b"\0" * 60
    yield "windows sound", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11" + b"\0" * 60
    yield "transport stream", (b"G\x40\0\x10" + b"\xff" * 184) * 4
    yield "photoshop", b"8BPS\0\x01" + b"\0" * 60
