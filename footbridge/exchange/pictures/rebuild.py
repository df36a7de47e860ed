"""Rebuilds one picture from its pixels. Runs as a process of its own, started by `rebuilding`; imports nothing of Footbridge.

Standard input: the bytes of a picture. Standard output: a line of JSON, then the rebuilt JPEGs one after the other. What a file
claims besides its pixels (place, camera, comments, a second file hidden behind the picture) is not carried over.

Before the first byte is decoded the process gives up what it will not need: no further file or socket can be opened, nothing can be
written to a file, memory and computing time are bounded, and no privilege can be gained.
"""

from __future__ import annotations

import ctypes
import importlib
import io
import json
import resource
import sys

from PIL import Image, ImageOps

MEMORY = 1_200 * 2**20  # bytes of address space
SECONDS = 20  # of computing
MOST_PIXELS = 50_000_000
LEAST_SIDE = 16
QUALITY = 82
# the longest side, in pixels, of each size that is kept
SIZES = {"screen": 1920, "class": 1024, "list": 320}
# what the library loads only when a picture of this kind asks for it, which would be too late
LATE = {"": ("PIL.TiffImagePlugin",), "JPEG": ("PIL.TiffImagePlugin", "PIL.MpoImagePlugin"),
        "WEBP": ("PIL.TiffImagePlugin", "PIL.WebPImagePlugin")}  # fmt: skip
HEIC_BRANDS = (b"heic", b"heix", b"mif1", b"heim", b"heis", b"msf1", b"hevc")


def kind_of(start: bytes) -> str:
    """What the first bytes say the file is; empty for anything we do not take."""
    if start.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "WEBP"
    if start[4:8] == b"ftyp" and start[8:12] in HEIC_BRANDS:
        return "HEIF"
    return ""


def get_ready(kind: str) -> None:
    """Load what this kind of picture needs, and nothing more: the process starts for every picture anew."""
    Image.preinit()
    for name in LATE.get(kind, LATE[""]):
        importlib.import_module(name)
    if kind == "HEIF":
        importlib.import_module("pillow_heif").register_heif_opener(thumbnails=False)


def give_up() -> None:
    """Give up everything that decoding does not need."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))  # the three that are open: no file and no socket any more
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(38, 1, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS


def rebuilt(data: bytes) -> tuple[tuple[int, int], list[bytes]]:
    """Width and height of the largest, and a JPEG for each size, largest first. Raises ValueError with a word that says why not."""
    kind = kind_of(data[:16])
    if not kind:
        raise ValueError("kind")
    image: Image.Image = Image.open(io.BytesIO(data), formats=(kind,))
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise ValueError("large")
    if min(width, height) < LEAST_SIDE:
        raise ValueError("small")
    longest = SIZES["screen"]
    if kind == "JPEG":
        image.draft("RGB", (longest, longest))  # decodes at a half, a quarter or an eighth where that is enough
    image.load()
    image = ImageOps.exif_transpose(image)
    image = on_white(image)
    found = []
    for side in SIZES.values():
        image.thumbnail((side, side), Image.Resampling.LANCZOS)
        found.append(pixels_only(image))
    return sized(found[0]), found


def on_white(image: Image.Image) -> Image.Image:
    """The picture without transparency, in plain colours."""
    if image.mode in ("RGBA", "LA", "PA", "P"):
        layer = image.convert("RGBA")
        ground = Image.new("RGBA", layer.size, "white")
        ground.alpha_composite(layer)
        return ground.convert("RGB")
    return image.convert("RGB")


def pixels_only(image: Image.Image) -> bytes:
    """A JPEG of a fresh picture that has been given these pixels and nothing else."""
    fresh_image = Image.frombytes("RGB", image.size, image.tobytes())
    out = io.BytesIO()
    fresh_image.save(out, "JPEG", quality=QUALITY, progressive=True)
    return out.getvalue()


def sized(jpeg: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(jpeg), formats=("JPEG",)).size


def main() -> None:
    data = sys.stdin.buffer.read()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    get_ready(kind_of(data[:16]))
    give_up()
    try:
        (width, height), found = rebuilt(data)
    except ValueError as trouble:
        word = str(trouble) if str(trouble) in ("kind", "large", "small") else "broken"
        answer(json.dumps({"trouble": word}).encode(), [])
    except Image.DecompressionBombError:
        answer(json.dumps({"trouble": "large"}).encode(), [])
    except Exception:
        answer(json.dumps({"trouble": "broken"}).encode(), [])
    else:
        said = {"width": width, "height": height, "lengths": [len(one) for one in found]}
        answer(json.dumps(said).encode(), found)


def answer(line: bytes, files: list[bytes]) -> None:
    out = sys.stdout.buffer
    out.write(line + b"\n")
    for one in files:
        out.write(one)
    out.flush()


if __name__ == "__main__":
    main()
