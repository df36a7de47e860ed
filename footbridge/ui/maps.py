"""Maps drawn straight from British National Grid metres: no tiles, no strangers' servers, nothing to wait for.

    places = Map("Schools of the draft", [Marker(435300, 336200, "Alder Vale", url=..., tone="coral")], lines=[...])

`{% map places %}` shows it with a key (tone, shape or "line" or "dashed", words), a scale and, where asked for, the same
places as a list. The frame fits itself round what is on it unless `frame` says otherwise (`ENGLAND` for the whole
country). Markers near each other become one with their number.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from math import ceil
from pathlib import Path
from typing import Any

from django.conf import settings

from footbridge.ui.miles import METRES_IN_A_MILE, many_miles

OUTLINE = Path(__file__).parent / "data" / "outline.json"
WIDTH = 640
NEAR = 13
Frame = tuple[float, float, float, float]
ENGLAND: Frame = (105_000, 2_000, 675_000, 662_000)
STEPS = (0.5, 1, 2, 5, 10, 20, 50, 100)  # miles


@dataclass(frozen=True)
class Marker:
    """A place. `note` is read out and shown with its name; `size` grows the dot for classes or schools at it (1 to 3).

    Tones: coral, river, plum, sun, leaf, soft. `shape`: round, square, or home (a house), so that tone is never alone.
    """

    easting: float
    northing: float
    label: str
    url: str = ""
    note: str = ""
    tone: str = "coral"
    shape: str = "round"
    size: int = 1


@dataclass(frozen=True)
class Line:
    """A link between two places (easting, northing), drawn or, while it is only proposed, dashed."""

    start: tuple[float, float]
    end: tuple[float, float]
    label: str = ""
    tone: str = "plum"
    dashed: bool = False
    url: str = ""


@dataclass(frozen=True)
class Town:
    """A name for orientation."""

    easting: float
    northing: float
    name: str


@dataclass(frozen=True)
class Map:
    """Markers, lines and towns in a frame of grid metres (west, south, east, north)."""

    title: str
    markers: Sequence[Marker] = ()
    lines: Sequence[Line] = ()
    towns: Sequence[Town] = ()
    frame: Frame | None = None
    key: Sequence[tuple[str, str, str]] = field(default=())
    cluster: bool = True
    labels: bool = False
    listing: bool = False
    desc: str = ""
    element: str = "map"

    @cached_property
    def bounds(self) -> Frame:
        """The frame: as given, else round everything on the map with some room, never flatter than 3 to 2."""
        if self.frame:
            return self.frame
        spots = [(m.easting, m.northing) for m in self.markers]
        spots += [spot for line in self.lines for spot in (line.start, line.end)]
        if not spots:
            return ENGLAND
        west, east = min(e for e, _ in spots), max(e for e, _ in spots)
        south, north = min(n for _, n in spots), max(n for _, n in spots)
        wide = max(east - west, 4_000) * 1.16
        tall = max(north - south, 4_000) * 1.16
        wide, tall = max(wide, tall * 0.8), max(tall, wide * 0.55)
        middle_e, middle_n = (west + east) / 2, (south + north) / 2
        return (middle_e - wide / 2, middle_n - tall / 2, middle_e + wide / 2, middle_n + tall / 2)

    @property
    def height(self) -> int:
        west, south, east, north = self.bounds
        return round(WIDTH * (north - south) / (east - west))

    width = WIDTH

    def at(self, easting: float, northing: float) -> tuple[float, float]:
        """Grid metres as a place in the drawing."""
        west, _, east, north = self.bounds
        scale = WIDTH / (east - west)
        return round((easting - west) * scale, 1), round((north - northing) * scale, 1)

    # --- what is drawn, from the ground up -----------------------------------------------------------------------

    @cached_property
    def ground(self) -> Sequence[str]:
        """The land as paths."""
        return [self.coast(part) for part in outline()["land"]]

    @cached_property
    def borders(self) -> Sequence[str]:
        """Lines on the land, as that between England and Wales."""
        return [self.path(part) for part in outline()["lines"]]

    def coast(self, ring: Sequence[Sequence[float]]) -> str:
        """A closed ring, rounded as a hand would draw it: through the middles, bending towards the points."""
        spots = [self.at(*spot) for spot in ring]
        middles = [
            (round((x1 + x2) / 2, 1), round((y1 + y2) / 2, 1))
            for (x1, y1), (x2, y2) in zip(spots, spots[1:] + spots[:1], strict=True)
        ]
        bends = "".join(f"Q{x} {y} {mx} {my}" for (x, y), (mx, my) in zip(spots, middles, strict=True))
        return f"M{middles[-1][0]} {middles[-1][1]}{bends}z"

    def path(self, spots: Sequence[Sequence[float]]) -> str:
        return "M" + "L".join("{} {}".format(*self.at(*spot)) for spot in spots)

    @cached_property
    def miles(self) -> float:
        """Miles between grid lines: about a fifth of the width."""
        west, _, east, _ = self.bounds
        return min(STEPS, key=lambda miles: abs(miles * METRES_IN_A_MILE - (east - west) / 5))

    @property
    def step(self) -> float:
        """Metres between grid lines."""
        return self.miles * METRES_IN_A_MILE

    @property
    def grid(self) -> Sequence[tuple[float, float, float, float]]:
        """Grid lines as x1, y1, x2, y2."""
        west, south, east, north = self.bounds
        made: list[tuple[float, float, float, float]] = []
        for place in range(int(west // self.step) + 1, ceil(east / self.step)):
            x = self.at(place * self.step, north)[0]
            made.append((x, 0, x, self.height))
        for place in range(int(south // self.step) + 1, ceil(north / self.step)):
            y = self.at(west, place * self.step)[1]
            made.append((0, y, WIDTH, y))
        return made

    @property
    def scale_bar(self) -> dict[str, Any]:
        """One grid step as a bar with its name."""
        west, _, east, _ = self.bounds
        length = round(self.step * WIDTH / (east - west), 1)
        return {
            "x1": WIDTH - 14 - length,
            "x2": WIDTH - 14,
            "y": self.height - 14,
            "words": self.height - 22,
            "label": "half a mile" if self.miles < 1 else many_miles(round(self.miles)),
        }

    @property
    def town_spots(self) -> Sequence[dict[str, Any]]:
        inside = [(town, *self.at(town.easting, town.northing)) for town in self.towns]
        return [
            {"name": town.name, "x": x, "y": y, "words": y - 5} for town, x, y in inside
            if 0 < x < WIDTH and 0 < y < self.height
        ]  # fmt: skip

    @property
    def line_spots(self) -> Sequence[dict[str, Any]]:
        """Lines, bowed a little as if drawn by hand, so that two between the same places stay apart."""
        made = []
        for place, line in enumerate(self.lines):
            (x1, y1), (x2, y2) = self.at(*line.start), self.at(*line.end)
            bow = 0.1 if place % 2 else -0.1
            x, y = (x1 + x2) / 2 + (y2 - y1) * bow, (y1 + y2) / 2 - (x2 - x1) * bow
            made.append({"line": line, "d": f"M{x1} {y1}Q{x:.1f} {y:.1f} {x2} {y2}"})
        return made

    @cached_property
    def spots(self) -> Sequence[dict[str, Any]]:
        """Markers with their place; those that would lie on each other are one spot with several markers."""
        heaps: list[dict[str, Any]] = []
        for place, marker in enumerate(self.markers):
            x, y = self.at(marker.easting, marker.northing)
            near = (heap for heap in heaps if self.cluster and abs(heap["x"] - x) < NEAR and abs(heap["y"] - y) < NEAR)
            if heap := next(near, None):
                heap["markers"].append(marker)
            else:
                heaps.append({"x": x, "y": y, "markers": [marker], "place": place})
        for heap in heaps:
            markers = heap["markers"]
            heap["marker"] = markers[0]
            heap["many"] = len(markers) if len(markers) > 1 else 0
            names = ", ".join(marker.label for marker in markers[:6])
            more = " and more" if len(markers) > 6 else ""
            heap["label"] = f"{len(markers)} here: {names}{more}" if heap["many"] else said(markers[0])
            heap["number_y"] = round(heap["y"] + 4.5, 1)
            heap["words"] = None
        if self.labels:
            place_labels(heaps)
        return heaps

    @property
    def spots_from_below(self) -> Sequence[dict[str, Any]]:
        """Spots in the order they are drawn: the counted ones last, so that nothing covers their number."""
        return sorted(self.spots, key=lambda spot: spot["many"])

    @property
    def said(self) -> str:
        """The map in words."""
        if self.desc:
            return self.desc
        places = "1 place" if len(self.markers) == 1 else f"{len(self.markers)} places"
        links = (
            "" if not self.lines else ", 1 line" if len(self.lines) == 1 else f", {len(self.lines)} lines between them"
        )
        return f"{places}{links}."


def place_labels(spots: Sequence[dict[str, Any]]) -> None:
    """Give each spot's name a place beside, above or below it where it covers nothing; else leave it to the list."""
    taken = [(spot["x"] - 9, spot["y"] - 9, spot["x"] + 9, spot["y"] + 9) for spot in spots]
    for spot in spots:
        text = ", ".join(marker.label for marker in spot["markers"])
        wide, x, y = 7.2 * len(text), spot["x"], spot["y"]
        gap = 15 if spot["many"] else 11
        tries = (
            ("start", x + gap, y + 5),
            ("end", x - gap, y + 5),
            ("middle", x, y + gap + 12),
            ("middle", x, y - gap - 2),
        )
        for anchor, at, base in tries:
            left = at - {"start": 0, "end": wide, "middle": wide / 2}[anchor]
            box = (left, base - 11, left + wide, base + 3)
            inside = left > 2 and box[2] < WIDTH - 2
            free = all(box[2] < t[0] or box[0] > t[2] or box[3] < t[1] or box[1] > t[3] for t in taken)
            if inside and free:
                spot.update(words=round(at, 1), base=round(base, 1), anchor=anchor, text=text)
                taken.append(box)
                break


def said(marker: Marker) -> str:
    """A marker in words."""
    return f"{marker.label}, {marker.note}" if marker.note else marker.label


@cache
def outline() -> dict[str, Any]:
    """The land: the file that the setting MAP_OUTLINE names, else our own drawing of England and Wales.

    A file has `land` (closed rings) and `lines`, lists of lists of [easting, northing] in metres.
    """
    chosen = getattr(settings, "MAP_OUTLINE", "") or OUTLINE
    return dict(json.loads(Path(chosen).read_text(encoding="utf-8")))
