"""Tables whose sorting, filtering and paging live in the address, so that a view can be kept, sent and reloaded.

    table = Table(
        School.objects.visible_to(viewer),
        [Column("name", "School", sort=True, link=lambda s: s.get_absolute_url()),
         Column("pupils", "Pupils", sort=True, numeric=True)],
        request.GET, caption="Schools", search=["name", "town"],
    )

Takes querysets (a count and a page: two queries, whatever the size) and lists. Reading nothing but the query string
it makes no difference who asks; scoping the rows is the caller's work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Model, Q, QuerySet
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from footbridge.ui.parts import Pages

Rows = QuerySet[Any] | Sequence[Any]
SHORT = 14  # characters that stay on one line in a cell: “3 months ago”, “Not this year”


@dataclass(frozen=True)
class Column:
    """A column: where its value comes from, what it is called, how it sorts.

    key       path of the value in the row: "name", "school.town"; dictionaries do as well
    sort      False: not sortable; True: by the key; a field path or several for querysets, a function for lists
    show      makes the value from the row, where the key's value is not what one wants to read
    link      makes an address from the row
    numeric   right-aligned in tabular figures
    main      names the row: shown as its heading (the first column, unless another says so)
    tone      makes a tone from the row: the value is then shown as a state
    template  a template for the cell, given `row` and `value`
    """

    key: str
    label: str
    sort: bool | str | Sequence[str] | Callable[[Any], Any] = False
    show: Callable[[Any], Any] | None = None
    link: Callable[[Any], str] | None = None
    numeric: bool = False
    main: bool = False
    tone: Callable[[Any], str] | None = None
    template: str = ""

    def value(self, row: Any) -> Any:
        """What the cell shows."""
        return self.show(row) if self.show else look_up(row, self.key)

    def orderings(self) -> Sequence[str]:
        """Field paths for ORDER BY."""
        if self.sort is True:
            return (self.key.replace(".", "__"),)
        if isinstance(self.sort, str):
            return (self.sort,)
        return tuple(self.sort) if isinstance(self.sort, Sequence) else ()

    def sort_value(self, row: Any) -> Any:
        """What a list is sorted by: the sort function's answer, else the key's value."""
        value = self.sort(row) if callable(self.sort) else look_up(row, self.key)
        return value.casefold() if isinstance(value, str) else value


@dataclass(frozen=True)
class Filter:
    """A choice above the table. `lookup` is a field path (equals) or a function (rows, value) -> rows."""

    key: str
    label: str
    choices: Sequence[tuple[str, str]]
    lookup: str | Callable[[Any, str], Any] = ""


@dataclass(frozen=True)
class Header:
    """A column's head as the template needs it."""

    column: Column
    url: str
    direction: str
    name: str


@dataclass(frozen=True)
class Cell:
    """One value of one row. Its HTML is made here and not in a template: a page may hold thousands."""

    column: Column
    row: Any
    heading: bool

    @property
    def html(self) -> SafeString:
        """The cell's element with everything in it."""
        value = self.column.value(self.row)
        if self.heading:
            return format_html('<th scope="row">{}</th>', self.content(value))
        short = not self.column.template and len(str(value)) <= SHORT
        names = {"number": self.column.numeric, "blank": is_blank(value), "short": short}
        css = " ".join(name for name, on in names.items() if on)
        return format_html('<td data-label="{}" class="{}">{}</td>', self.column.label, css, self.content(value))

    def content(self, value: Any) -> str:
        """What stands in the cell: the column's template, a link, a state or the value."""
        if self.column.template:
            return render_to_string(self.column.template, {"row": self.row, "value": value})
        if is_blank(value):
            return format_html('<span class="hidden-but-read">{}</span>', "Empty")
        if self.column.link and (url := self.column.link(self.row)):
            return format_html('<a href="{}">{}</a>', url, value)
        if self.column.tone:
            return format_html('<span class="state state-{}">{}</span>', self.column.tone(self.row), value)
        return format_html("<span>{}</span>", value)


def is_blank(value: Any) -> bool:
    return value is None or value == ""


@dataclass
class Table:
    """Rows, columns and what the query string says about them.

    name        prefix of this table's query parameters, needed where a page has two tables
    search      field paths (querysets) or keys (lists) that the search box looks in; none: no box
    order       the order at first: a column's key, with a minus for descending
    keep        query parameters of the page that the filter form must carry along
    empty_title, empty_text, empty_picture   shown where there are no rows at all
    """

    rows: Rows
    columns: Sequence[Column]
    query: QueryDict | Mapping[str, str]
    caption: str = ""
    note: str = ""
    name: str = ""
    search: Sequence[str] = ()
    filters: Sequence[Filter] = ()
    order: str = ""
    page_size: int = 50
    sizes: Sequence[int] = (25, 50, 100, 200)
    stack: bool = True
    empty_title: str = "Nothing here yet"
    empty_text: str = ""
    empty_picture: str = "empty-tray"
    keep: Sequence[str] = ()
    search_label: str = "Search"

    # --- what the address says -----------------------------------------------------------------------------------

    def param(self, key: str) -> str:
        """The name of a query parameter of this table."""
        return f"{self.name}-{key}" if self.name else key

    def asked(self, key: str) -> str:
        """The value of a query parameter of this table, empty where it is missing."""
        return str(self.query.get(self.param(key), "") or "").strip()

    def address(self, **changes: Any) -> str:
        """The query string with some of this table's parameters changed; empty ones are left out."""
        params = QueryDict(mutable=True)
        for key, values in query_lists(self.query):
            params.setlist(key, values)
        for key, value in changes.items():
            params.pop(self.param(key), None)
            if value not in ("", None):
                params[self.param(key)] = str(value)
        return f"?{params.urlencode()}"

    @property
    def words(self) -> str:
        return self.asked("q")

    @property
    def query_name(self) -> str:
        """The name of the search box's parameter."""
        return self.param("q")

    @property
    def form_name(self) -> str:
        """What the form above the table is called, different for each table of a page."""
        return f"Narrow the list: {self.caption or self.name or 'rows'}"

    @property
    def element(self) -> str:
        """The id of the table's element in the page."""
        return f"table-{self.name or 'main'}"

    @property
    def size(self) -> int:
        asked = self.asked("size")
        return int(asked) if asked.isdecimal() and int(asked) in self.sizes else self.page_size

    @cached_property
    def sorting(self) -> tuple[Column | None, bool]:
        """The column sorted by, and whether descending. An address that names no sortable column counts as none."""
        asked = self.asked("sort") or self.order
        key, down = asked.lstrip("-"), asked.startswith("-")
        return next((column for column in self.columns if column.key == key and column.sort), None), down

    @property
    def filtered(self) -> bool:
        """Whether the reader narrowed the list, so that an empty one means "none found"."""
        return bool(self.words) or any(self.chosen(one) for one in self.filters)

    def chosen(self, one: Filter) -> str:
        """A filter's value, empty unless it is one of its choices."""
        asked = self.asked(one.key)
        return asked if asked in {value for value, _ in one.choices} else ""

    # --- rows ----------------------------------------------------------------------------------------------------

    @cached_property
    def found(self) -> Rows:
        """The rows after search, filters and sorting."""
        rows: Any = self.rows
        for one in self.filters:
            if value := self.chosen(one):
                rows = narrow(rows, one, value)
        if self.words and self.search:
            rows = look_for(rows, self.search, self.words)
        column, down = self.sorting
        ordered: Rows = sort(rows, column, down) if column else rows
        return ordered

    @cached_property
    def page(self) -> Page:
        return Paginator(self.found, self.size).get_page(self.asked("page"))

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @cached_property
    def lines(self) -> Sequence[Sequence[Cell]]:
        """The rows of this page, each as cells."""
        main = self.main
        return [[Cell(column, row, column is main) for column in self.columns] for row in self.page.object_list]

    @property
    def main(self) -> Column:
        """The column that names the row."""
        return next((column for column in self.columns if column.main), self.columns[0])

    # --- what the template shows round them ----------------------------------------------------------------------

    @property
    def headers(self) -> Sequence[Header]:
        current, down = self.sorting
        made = []
        for column in self.columns:
            here = column is current
            order = f"-{column.key}" if here and not down else column.key
            url = self.address(sort=order, page="") if column.sort else ""
            direction = ("descending" if down else "ascending") if here else ""
            made.append(Header(column, url, direction, f"{self.element}-by-{column.key.replace('.', '-')}"))
        return made

    @property
    def many(self) -> bool:
        """Whether there are so many columns that rows become cards on a tablet already."""
        return len(self.columns) > 7

    @property
    def sortable(self) -> bool:
        return any(column.sort for column in self.columns)

    @property
    def choosers(self) -> Sequence[tuple[Filter, str, str]]:
        """Filters with the name of their parameter and the chosen value."""
        return [(one, self.param(one.key), self.chosen(one)) for one in self.filters]

    @property
    def kept(self) -> Sequence[tuple[str, str]]:
        """Parameters that the filter form carries along unseen."""
        keys = [self.param("sort"), self.param("size"), *self.keep]
        return [(key, str(self.query[key])) for key in keys if self.query.get(key)]

    @property
    def clear_url(self) -> str:
        return self.address(q="", page="", **{one.key: "" for one in self.filters})

    @property
    def size_links(self) -> Sequence[tuple[int, str, bool]]:
        """Other page sizes, where the list is long enough for it to matter."""
        if self.total <= min(self.sizes):
            return []
        return [(size, self.address(size=size, page=""), size == self.size) for size in self.sizes]

    @property
    def pages(self) -> Pages:
        """Previous, numbers round the current page, next."""
        page, paginator = self.page, self.page.paginator
        numbers = paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
        links = [
            (number, self.address(page=number), number == page.number) if isinstance(number, int) else (None, "", False)
            for number in numbers
        ]
        return Pages(
            page.number,
            paginator.num_pages,
            self.address(page=page.number - 1) if page.has_previous() else "",
            self.address(page=page.number + 1) if page.has_next() else "",
            links,
            self.element,
        )


def query_lists(query: QueryDict | Mapping[str, str]) -> Iterable[tuple[str, list[str]]]:
    """A query string's parameters with all their values, for QueryDicts and plain dictionaries."""
    return query.lists() if isinstance(query, QueryDict) else [(key, [value]) for key, value in query.items()]


def look_up(row: Any, key: str) -> Any:
    """The value at a dotted path; None where something on the way is None. Calls what can be called."""
    value = row
    for step in key.split("."):
        if value is None:
            return None
        value = value[step] if isinstance(value, Mapping) else getattr(value, step)
        if callable(value) and not isinstance(value, Model):
            value = value()
    return value


def narrow(rows: Any, one: Filter, value: str) -> Any:
    """Rows that a filter leaves."""
    if callable(one.lookup):
        return one.lookup(rows, value)
    path = one.lookup or one.key
    if isinstance(rows, QuerySet):
        return rows.filter(**{path: value})
    return [row for row in rows if str(look_up(row, path.replace("__", "."))) == value]


def look_for(rows: Any, paths: Sequence[str], words: str) -> Any:
    """Rows in which every typed word stands in one of the paths."""
    for word in words.split():
        if isinstance(rows, QuerySet):
            rows = rows.filter(reduce(or_, (Q(**{f"{path}__icontains": word}) for path in paths)))
        else:
            low = word.casefold()
            rows = [row for row in rows if any(low in str(look_up(row, path) or "").casefold() for path in paths)]
    return rows


def sort(rows: Any, column: Column, down: bool) -> Any:
    """Rows in a column's order; unknown values come last either way, and equal ones keep a fixed order."""
    if isinstance(rows, QuerySet):
        order = [F(path).desc(nulls_last=True) if down else F(path).asc(nulls_last=True) for path in column.orderings()]
        return rows.order_by(*order, "pk")
    known = [row for row in rows if column.sort_value(row) is not None]
    unknown = [row for row in rows if column.sort_value(row) is None]
    return sorted(known, key=column.sort_value, reverse=down) + unknown
