"""Take the pictures of the documents anew, from a running demonstration.

    ./run --port 8000 &
    FOOTBRIDGE_CHROMIUM=/usr/bin/chromium .venv/bin/python -m tests.take_pictures http://localhost:8000

Each becomes a PNG of at most 128 colours and 120 kB in docs/pictures. The demonstration is the same for the same seed, so only what changed
in the pages changes in the pictures.
"""

from __future__ import annotations

import io
import os
import re
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
LARGEST = 120_000  # bytes
# name, who looks, where (`~` and a pattern: the first such link on the page before, with #2 the second), width
PICTURES: tuple[tuple[str, str, tuple[str, ...], int], ...] = (
    ("exchange-room", "teacher", ("/exchange/", r"~^/exchange/\d+/$"), 1280),
    ("exchange-piece", "teacher", ("/exchange/", r"~^/exchange/\d+/$", r"~^/exchange/pieces/[\w-]+/$"), 1280),
    ("exchange-permissions", "teacher", ("/exchange/", r"~/permissions/$"), 1280),
    ("exchange-whiteboard", "teacher", ("/exchange/", r"~^/exchange/\d+/$", r"~/show/$"), 1920),
    ("exchange-goodbye", "teacher", ("/exchange/", r"~^/exchange/\d+/$", r"~/goodbye/$"), 1280),
    ("year-plan", "teacher", ("/meetings/", r"~^/meetings/\d+/$#2", r"~/plan/$"), 1280),
    ("year-booking", "derby-facilitator", ("/occasions/", r"~^/occasions/\d+/$"), 1280),
    ("year-board", "derby-facilitator", ("/care/",), 1280),
    ("year-venues", "derby-facilitator", ("/venues/",), 1280),
    ("year-costs", "derby-facilitator", ("/costs/claims/",), 1280),
)


def main(base: str, *wanted: str) -> int:
    """Take all, or those whose names are given; how many could not be taken."""
    missed = 0
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=os.environ["FOOTBRIDGE_CHROMIUM"], args=["--no-sandbox", "--disable-gpu"]
        )
        for name, who, way, width in PICTURES:
            if wanted and name not in wanted:
                continue
            page = _walk(browser, base, who, way, width)
            if page is None:
                missed += 1
                print(f"{name}: no such page on the way")
                continue
            size = _keep(page.screenshot(clip={"x": 0, "y": 0, "width": width, "height": width * 0.72}), name)
            print(f"{name}: {size} bytes")
            page.context.close()
        browser.close()
    return missed


def _walk(browser: Browser, base: str, who: str, way: tuple[str, ...], width: int) -> Page | None:
    """Sign in with a press of the demonstration, then follow the way."""
    context = browser.new_context(
        base_url=base, locale="en-GB", viewport={"width": width, "height": round(width * 0.72)}
    )
    page = context.new_page()
    page.goto("/demonstration/")
    page.locator(f'form[action$="/{who}/"] button').first.click()
    page.wait_for_load_state()
    for step in way:
        if step.startswith("~"):
            pattern, _, number = step[1:].partition("#")
            links = [one.get_attribute("href") or "" for one in page.locator("main a[href]").all()]
            found = next(iter([link for link in links if re.search(pattern, link)][int(number or 1) - 1 :]), None)
            if found is None:
                context.close()
                return None
            step = found
        page.goto(step)
        page.wait_for_load_state("networkidle")
    return page


def _keep(content: bytes, name: str) -> int:
    """Fewer colours, and smaller until it is light enough."""
    image = Image.open(io.BytesIO(content)).convert("RGB")
    for width in (image.width, 1280, 1100, 960, 800):
        if width > image.width:
            continue
        small = image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        small.quantize(128, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= LARGEST:
            break
    (FOLDER / f"{name}.png").write_bytes(out.getvalue())
    return out.tell()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
