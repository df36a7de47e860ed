"""Telling recordings, films and papers by their first bytes, whatever they are called."""

from __future__ import annotations

HEIC_BRANDS = (b"heic", b"heix", b"mif1", b"heim", b"heis", b"msf1", b"hevc")  # pictures in the same kind of box
LATER = {"mov", "matroska"}  # may be films, which take longer to make anew than anybody waits for a page


def kind_of(start: bytes) -> str:
    """What the first bytes say the file is, in the decoder's word; empty for anything we do not take."""
    if start[4:8] == b"ftyp" and start[8:12] not in HEIC_BRANDS:
        return "mov"
    if start.startswith(b"RIFF") and start[8:12] == b"WAVE":
        return "wav"
    for magic, kind in ((b"\x1aE\xdf\xa3", "matroska"), (b"OggS", "ogg"), (b"ID3", "mp3"), (b"%PDF-", "pdf")):
        if start.startswith(magic):
            return kind
    if len(start) > 3 and start[0] == 0xFF and start[1] & 0xE6 == 0xE2 and start[2] >> 4 not in (0, 15):
        return "mp3"  # a frame of layer III with a bit rate
    return ""
