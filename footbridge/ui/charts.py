"""Charts made on the server: the figures in, an accessible drawing and the same figures as a table out.

Every chart is a frozen value that a view or query makes and `{% chart value %}` shows. Positions are shares of the width, so
that words keep their size on a telephone; paints are classes and every group has a pattern of its own, so that nothing
rests on colour alone. Unknown values (None) are said to be unknown and never drawn as nought.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

PAINTS = ("coral", "river", "sun", "plum", "leaf", "sky", "rose", "soft")


def number(value: float | None, percent: bool = False, unit: str = "") -> str:
    """A figure as people read it: 42%, 1,063, 3.4 miles, or "not known"."""
    if value is None:
        return "not known"
    if percent:
        shown = 100 * value
        return "under 1%" if 0 < shown < 0.5 else f"{shown:.0f}%"
    words = f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 100 else f"{value:,.1f}"
    return f"{words} {unit}".strip()


def short(label: str, most: int = 34) -> str:
    """A label that fits beside its figure on a telephone; the whole of it stands in the table."""
    return label if len(label) <= most else label[: most - 1].rstrip() + "…"


def share(value: float, of: float) -> float:
    """A position in per cent of the width, to a tenth, kept within 0 and 100."""
    return round(max(0.0, min(100.0, 100 * value / of)), 1) if of else 0.0


@dataclass(frozen=True)
class Bar:
    """A line of a bar chart. With `before` two bars stand together: what was (tinted, striped) and what is."""

    label: str
    value: float | None
    before: float | None = None
    note: str = ""


@dataclass(frozen=True)
class Bars:
    """Horizontal bars. Values are numbers, or shares from 0 to 1 where `percent`. `maximum` fixes the scale."""

    title: str
    bars: Sequence[Bar]
    percent: bool = False
    unit: str = ""
    maximum: float | None = None
    desc: str = ""
    names: tuple[str, str] = ("Before", "Now")
    paint: str = "river"
    kind = "bars"

    @property
    def paired(self) -> bool:
        return any(bar.before is not None for bar in self.bars)

    @cached_property
    def scale(self) -> float:
        """The value at the full width."""
        known = [value for bar in self.bars for value in (bar.value, bar.before) if value is not None]
        return self.maximum or (1.0 if self.percent else max(known, default=1) or 1)

    @cached_property
    def lines(self) -> Sequence[dict[str, object]]:
        """Each bar with its place: y of the words and bars in pixels, widths in per cent."""
        step = 58 if self.paired else 46
        made = []
        for place, bar in enumerate(self.bars):
            top = place * step
            made.append({
                "label": bar.label,
                    "short": short(bar.label),
                "words": top + 15,
                "value": number(bar.value, self.percent, self.unit),
                "before": number(bar.before, self.percent, self.unit) if bar.before is not None else "",
                "known": bar.value is not None,
                "width": share(bar.value or 0, self.scale),
                "before_width": share(bar.before or 0, self.scale),
                "before_y": top + 22,
                "y": top + (34 if self.paired else 22),
            })  # fmt: skip
        return made

    @property
    def height(self) -> int:
        return len(self.bars) * (58 if self.paired else 46)

    @property
    def said(self) -> str:
        """The chart in words, for those who listen."""
        if self.desc:
            return self.desc
        parts = []
        for line in self.lines:
            was = f", {self.names[0].lower()} {line['before']}" if line["before"] else ""
            parts.append(f"{line['label']}: {line['value']}{was}")
        return "; ".join(parts) + "."

    @property
    def head(self) -> Sequence[str]:
        return ("", *self.names) if self.paired else ("", "Value")

    @property
    def rows(self) -> Sequence[Sequence[str]]:
        """The figures as a table."""
        if self.paired:
            return [(str(line["label"]), str(line["before"]), str(line["value"])) for line in self.lines]
        return [(str(line["label"]), str(line["value"])) for line in self.lines]

    @property
    def legend(self) -> Sequence[tuple[str, str]]:
        return [(f"{self.paint}-before", self.names[0]), (self.paint, self.names[1])] if self.paired else []


@dataclass(frozen=True)
class Shares:
    """Compositions below each other: one stacked bar per row (school, programme, nation), the same groups in each.

    `rows_of` gives (name, shares from 0 to 1 in the order of `groups`, or None where nothing is known). What is missing to one
    is shown as "not known".
    """

    title: str
    groups: Sequence[str]
    rows_of: Sequence[tuple[str, Sequence[float | None] | None]]
    desc: str = ""
    paints: Sequence[str] = PAINTS
    kind = "shares"
    STEP = 50

    @cached_property
    def lines(self) -> Sequence[dict[str, object]]:
        """Each row with its pieces (paint, x and width in per cent)."""
        made = []
        for place, (name, values) in enumerate(self.rows_of):
            pieces, at = [], 0.0
            for paint, group, value in zip(self.paints, self.groups, values or (), strict=False):
                width = share(value or 0, 1)  # a group that may not be shown is None
                if width:
                    pieces.append({"paint": paint, "x": round(at, 1), "width": width, "group": group,
                                   "value": number(value, True)})  # fmt: skip
                at += width
            if at < 99 and values is not None:
                pieces.append({"paint": "unknown", "x": round(at, 1), "width": round(100 - at, 1),
                               "group": "Not known", "value": number(1 - at / 100, True)})  # fmt: skip
            top = place * self.STEP
            made.append(
                {
                    "name": name,
                    "short": short(name),
                    "words": top + 15,
                    "y": top + 22,
                    "pieces": pieces,
                    "known": values is not None,
                    "first": number(values[0], True) if values and len(self.groups) == 2 else "",
                }
            )
        return made

    @property
    def height(self) -> int:
        return len(self.rows_of) * self.STEP

    @property
    def said(self) -> str:
        if self.desc:
            return self.desc
        parts = []
        for name, values in self.rows_of:
            if values is None:
                parts.append(f"{name}: not known.")
            else:
                told = (f"{group} {number(v, True)}" for group, v in zip(self.groups, values, strict=False) if v)
                parts.append(f"{name}: {', '.join(told)}.")
        return " ".join(parts)

    @property
    def head(self) -> Sequence[str]:
        return ("", *(name for name, _ in self.rows_of))

    @property
    def rows(self) -> Sequence[Sequence[str]]:
        """One line per group, one column per row of the chart."""
        return [
            (group, *(number(values[place], True) if values is not None else "not known" for _, values in self.rows_of))
            for place, group in enumerate(self.groups)
        ]

    @property
    def legend(self) -> Sequence[tuple[str, str]]:
        shown = list(zip(self.paints, self.groups, strict=False))
        unknown = any(piece["paint"] == "unknown" for line in self.lines for piece in line["pieces"])  # type: ignore[attr-defined]
        return [*shown, ("unknown", "Not known")] if unknown else shown


@dataclass(frozen=True)
class Columns:
    """Figures over time, as columns or, with `line`, as a line with its points. None leaves a gap."""

    title: str
    points: Sequence[tuple[str, float | None]]
    line: bool = False
    percent: bool = False
    unit: str = ""
    desc: str = ""
    paint: str = "river"
    kind = "columns"
    TOP, BASE, height = 26, 176, 204

    @cached_property
    def scale(self) -> float:
        return max((value for _, value in self.points if value is not None), default=1) or 1

    @cached_property
    def columns(self) -> Sequence[dict[str, object]]:
        """Each point: x of its middle, left edge and width in per cent, y and height in pixels."""
        slot = 100 / max(len(self.points), 1)
        made = []
        for place, (label, value) in enumerate(self.points):
            tall = round((self.BASE - self.TOP) * (value or 0) / self.scale, 1)
            made.append({
                "label": label, "value": number(value, self.percent, self.unit), "known": value is not None,
                "middle": round(slot * (place + 0.5), 2), "x": round(slot * (place + 0.16), 2), "width": round(slot * 0.68, 2),
                "y": round(self.BASE - tall, 1), "tall": tall, "words": round(self.BASE - tall - 7, 1),
            })  # fmt: skip
        return made

    @property
    def path(self) -> str:
        """The line in a box of 100 by the chart's height, broken where a value is not known."""
        words, pen = [], "M"
        for column in self.columns:
            if column["known"]:
                words.append(f"{pen}{column['middle']} {column['y']}")
                pen = "L"
            else:
                pen = "M"
        return "".join(words)

    @property
    def said(self) -> str:
        return self.desc or "; ".join(f"{column['label']}: {column['value']}" for column in self.columns) + "."

    head = ("", "Value")

    @property
    def rows(self) -> Sequence[Sequence[str]]:
        return [(str(column["label"]), str(column["value"])) for column in self.columns]

    legend = ()


@dataclass(frozen=True)
class Dots:
    """Where one stands among many: every value a dot on a line from low to high, one of them marked by its label."""

    title: str
    values: Sequence[tuple[str, float]]
    mark: str = ""
    percent: bool = False
    unit: str = ""
    low: float = 0
    high: float | None = None
    desc: str = ""
    kind = "dots"
    height = 96

    @cached_property
    def top(self) -> float:
        """The value at the far end."""
        if self.high is not None:
            return self.high
        return 1.0 if self.percent else max((value for _, value in self.values), default=1)

    @cached_property
    def dots(self) -> Sequence[dict[str, object]]:
        """Each dot's x in per cent of the width (2 % kept free at both ends); equal ones are heaped up."""
        heap: dict[float, int] = {}
        made = []
        for label, value in sorted(self.values, key=lambda pair: pair[0] == self.mark):
            x = 2 + 2 * round(0.48 * share(value - self.low, self.top - self.low))
            heap[x] = heap.get(x, 0) + 1
            made.append({"label": label, "value": number(value, self.percent, self.unit), "x": x,
                         "y": 64 - 9 * min(heap[x] - 1, 3), "marked": label == self.mark,
                         "anchor": "start" if x < 25 else "end" if x > 75 else "middle"})  # fmt: skip
        return made

    @property
    def ends(self) -> tuple[str, str]:
        return number(self.low, self.percent, self.unit), number(self.top, self.percent, self.unit)

    @property
    def said(self) -> str:
        if self.desc:
            return self.desc
        ordered = sorted(value for _, value in self.values)
        marked = next((number(v, self.percent, self.unit) for label, v in self.values if label == self.mark), "")
        first = f"{self.mark}: {marked}. " if marked else ""
        if not ordered:
            return "No values."
        low, high = (number(value, self.percent, self.unit) for value in (ordered[0], ordered[-1]))
        return f"{first}{len(ordered)} values from {low} to {high}."

    head = ("", "Value")
    legend = ()

    @property
    def rows(self) -> Sequence[Sequence[str]]:
        return [
            (label, number(v, self.percent, self.unit)) for label, v in sorted(self.values, key=lambda pair: -pair[1])
        ]


@dataclass(frozen=True)
class Pair:
    """Two small bars for a line of a table: before and after, shares from 0 to 1, with the words that say it."""

    words: str
    before: float | None
    after: float | None
    paint: str = "river"

    @property
    def known(self) -> bool:
        return self.before is not None and self.after is not None

    @property
    def widths(self) -> tuple[float, float]:
        return share(self.before or 0, 1), share(self.after or 0, 1)
