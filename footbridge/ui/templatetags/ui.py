"""Every part of the look as a template tag: `{% load ui %}`.

Parts with content are written as a pair (`{% notice "Sent" %}…{% endnotice %}`); the rest stand alone. `docs/look.md`
has examples, `/parts/` shows each in every state.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.forms import BaseForm
from django.template import Context, Template, TemplateDoesNotExist, engines
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.urls import NoReverseMatch, reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from footbridge.ui.drawings import drawing_names
from footbridge.ui.forms import first_control, problems

register = template.Library()
NAME = re.compile(r"^[a-z0-9-]+$")


def part(which: str, /, **values: Any) -> SafeString:
    """Render `ui/parts/<which>.html`."""
    return rendered(f"ui/parts/{which}.html", values)


def rendered(name: str, values: dict[str, Any]) -> SafeString:
    """A part's template with these values and nothing else: no request, no context processors, so that a page may hold
    hundreds of parts."""
    template: Template = engines["django"].engine.get_template(name)  # type: ignore[attr-defined]
    return template.render(Context(values))


# --- the page ---------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def page_title(context: Context) -> str:
    """The words of the page's `heading` block, for <title>; says so first when a form came back with errors."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    heading = blocks.get_block("heading") if blocks else None
    words = " ".join(strip_tags(heading.nodelist.render(context)).split()) if heading else ""
    form = context.get("form")
    wrong = isinstance(form, BaseForm) and form.is_bound and bool(form.errors)
    return mark_safe(f"{'Error: ' if wrong else ''}{words + ' – ' if words else ''}Footbridge")  # noqa: S308 block is escaped already


@register.simple_tag(takes_context=True)
def page_theme(context: Context) -> str:
    """`light`, `dark` or `auto` (the reader's own setting), from the cookie that the switch in the foot sets."""
    request = context.get("request")
    chosen = request.COOKIES.get("theme", "") if request else ""
    return chosen if chosen in ("light", "dark") else "auto"


@register.simple_tag(takes_context=True)
def page_lang(context: Context) -> dict[str, str]:
    """`code` and `dir` (ltr, rtl) of the page. A view may set `language` and `direction` in its context."""
    from django.utils.translation import get_language, get_language_bidi

    code = context.get("language") or get_language() or "en-gb"
    direction = context.get("direction") or ("rtl" if get_language_bidi() else "ltr")
    return {"code": str(code), "dir": str(direction)}


@register.inclusion_tag("ui/parts/head.html", takes_context=True)
def site_head(context: Context) -> dict[str, Any]:
    """The head of the page: banner of the demonstration, mark, navigation, who is signed in."""
    viewer = context.get("viewer")
    current = getattr(viewer, "current", None)
    entries = list(context.get("navigation") or ())
    more = [entry for entry in entries if entry.get("more")]
    return {
        "home": url_or("/", "home"),
        "demonstration": bool(context.get("demonstration")),
        "navigation": [entry for entry in entries if not entry.get("more")],
        "more": more,
        "within_more": any(entry["current"] for entry in more),
        "person_name": getattr(viewer, "person", ""),
        "role_name": getattr(current, "label", "") or "",
        "switch": url_or("", "people:switch") if len(getattr(viewer, "roles", None) or ()) > 1 else "",
        "account": url_or("", "people:account"),
        "sign_in": url_or("", "people:sign_in", "account_login"),
        "sign_out": url_or("", "people:sign_out", "account_logout"),
        "personas": url_or("", "demo:personas"),
        "csrf_token": context.get("csrf_token", ""),
    }


@register.inclusion_tag("ui/parts/foot.html", takes_context=True)
def site_foot(context: Context) -> dict[str, Any]:
    """The foot of the page: what Footbridge is, links, the switch between light and dark."""
    from footbridge.ui.navigation import foot_links

    return {
        "links": foot_links(),
        "theme": page_theme(context),
        "theme_url": url_or("", "ui:theme"),
        "csrf_token": context.get("csrf_token", ""),
    }


@register.simple_tag
def url_or(otherwise: str, *names: str) -> str:
    """The address of the first URL name that exists, else `otherwise`."""
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return otherwise


# --- drawings ---------------------------------------------------------------------------------------------------


@register.simple_tag
def drawing(name: str, alt: str = "", css: str = "") -> SafeString:
    """One of our drawings, inline so that it follows light and dark. Without `alt` it is decoration."""
    if name not in drawing_names():
        raise TemplateDoesNotExist(f"no drawing called {name!r}")
    return rendered(f"ui/drawings/{name}.html", {"alt": alt, "css": css, "name": name})


@register.simple_tag
def icon(name: str) -> SafeString:
    """A small sign in the colour of the words beside it; always decoration, never the only information."""
    if not NAME.match(name):
        raise TemplateDoesNotExist(f"no sign called {name!r}")
    return rendered(f"ui/icons/{name}.html", {})


# --- small parts ------------------------------------------------------------------------------------------------


@register.simple_tag
def button(
    label: str, url: str = "", kind: str = "main", name: str = "", value: str = "", disabled: bool = False, **attrs: Any
) -> SafeString:
    """A button of a form or, with `url`, a link that looks like one. Kinds: main, second, quiet, danger.

    Further attributes come with underscores for hyphens: `hx_post="…"`, `form="filters"`, `aria_label="…"`.
    """
    return part(
        "button", label=label, url=url, kind=kind, name=name, value=value, disabled=disabled, attrs=dashed(attrs)
    )


@register.simple_tag
def state(label: Any, tone: str = "plain") -> SafeString:
    """A word that tells the state of something, in a tone: plain, info, good, warning, danger, plum."""
    return part("state", label=label, tone=tone)


@register.simple_tag
def avatar(name: str, tone: str = "") -> SafeString:
    """The initials of a person on a coloured patch; the same name always has the same colour."""
    words = [word for word in re.split(r"[\s-]+", str(name)) if word[:1].isalpha()]
    letters = (words[0][0] + words[-1][0] if len(words) > 1 else words[0][:2]) if words else "?"
    tones = ("coral", "river", "plum", "sun", "leaf", "sky")
    return part("avatar", letters=letters.upper(), tone=tone or tones[sum(map(ord, str(name))) % len(tones)])


@register.simple_tag
def figure(value: Any, label: str, note: str = "", url: str = "", tone: str = "") -> SafeString:
    """A key figure: the number large, what it counts below it."""
    return part("figure", value=value, label=label, note=note, url=url, tone=tone)


@register.simple_tag
def back_link(url: str, label: str = "Back") -> SafeString:
    """The way back, above the heading."""
    return part("back_link", url=url, label=label)


@register.simple_tag
def crumbs(items: Iterable[Any]) -> SafeString:
    """The pages above this one, from the top."""
    return part("crumbs", items=list(items))


@register.simple_tag
def tabs(items: Iterable[Any], label: str = "Views") -> SafeString:
    """Links between several views of the same thing."""
    return part("tabs", items=list(items), label=label)


@register.simple_tag
def copyable(text: Any, label: str = "Copy") -> SafeString:
    """A code or an address to pass on; with script a button copies it."""
    return part("copyable", text=text, label=label)


@register.simple_tag
def progress(
    done: float | None, total: float = 100, label: str = "", url: str = "", finished: bool = False, failed: str = ""
) -> SafeString:
    """How far a task is. While it runs, the part at `url` is asked again every second; a link refreshes without script.

    `done=None` means that nobody can say yet. `url` must answer with this part again.
    """
    percent = None if done is None else max(0, min(100, round(100 * done / total) if total else 0))
    return part("progress", percent=percent, label=label, url=url, finished=finished, failed=failed)


@register.simple_tag
def pages(value: Any) -> SafeString:
    """Pages of a list: previous, numbers, next. Takes `parts.Pages` (a `Table` makes it)."""
    return part("pages", pages=value)


# --- lists ------------------------------------------------------------------------------------------------------


@register.simple_tag
def summary(rows: Iterable[Any], compact: bool = False) -> SafeString:
    """A summary list of `parts.Row`; with `change` addresses it is "check your answers"."""
    rows = list(rows)
    return part("summary", rows=rows, compact=compact, changing=any(value_of(row, "change") for row in rows))


@register.simple_tag
def task_list(tasks: Iterable[Any]) -> SafeString:
    """What is to be done and how far it is, from `parts.Task`."""
    return part("task_list", tasks=list(tasks))


@register.simple_tag
def steps(items: Iterable[Any], label: str = "Where you are") -> SafeString:
    """The stones across the water: steps done, the one now, those to come, from `parts.Step`."""
    return part("steps", steps=list(items), label=label)


@register.simple_tag
def timeline(events: Iterable[Any], empty: str = "Nothing has happened yet.") -> SafeString:
    """History, newest first or as given, from `parts.Event`."""
    return part("timeline", events=list(events), empty=empty)


# --- parts with content -----------------------------------------------------------------------------------------


@register.simple_block_tag
def notice(content: str, title: str = "", tone: str = "info", role: str = "") -> SafeString:
    """A message with a reason: tones info, good, warning, danger. `role="alert"` or `"status"` announces it."""
    return part("notice", content=mark_safe(content), title=title, tone=tone, role=role)  # noqa: S308 a rendered part


@register.simple_block_tag
def card(content: str, title: str = "", url: str = "", tone: str = "", level: int = 2, picture: str = "") -> SafeString:
    """A sheet of paper for one thing. With `url` its title is the link and the whole card answers to it."""
    return part(
        "card",
        content=mark_safe(content),  # noqa: S308
        title=title,
        url=url,
        tone=tone,
        level=level,
        picture=picture,
    )


@register.simple_block_tag
def disclosure(content: str, title: str, open: bool = False) -> SafeString:
    """Something to open when wanted (details)."""
    return part("disclosure", content=mark_safe(content), title=title, open=open)  # noqa: S308


@register.simple_block_tag
def empty(content: str, title: str, picture: str = "empty-tray", level: int = 2) -> SafeString:
    """What a page shows when there is nothing to show: a drawing, a sentence, what to do next (the content)."""
    return part("empty", content=mark_safe(content), title=title, picture=picture, level=level)  # noqa: S308


@register.simple_block_tag
def confirm(
    content: str, title: str, yes: str, cancel: str, danger: bool = False, csrf_token: str = "", next: str = ""
) -> SafeString:
    """The body of a page that asks before it acts: what will happen (the content), yes, or back to `cancel`."""
    return part(
        "confirm", content=mark_safe(content), title=title, yes=yes, cancel=cancel, danger=danger,  # noqa: S308
        csrf_token=csrf_token, next=next,
    )  # fmt: skip


# --- forms ------------------------------------------------------------------------------------------------------


@register.simple_tag
def error_summary(form: BaseForm | Sequence[BaseForm]) -> SafeString:
    """What is wrong, at the top of the page, each line a link to its field. Nothing where nothing is wrong."""
    forms = [form] if isinstance(form, BaseForm) else list(form)
    found = [line for one in forms if one.is_bound for line in problems(one)]
    return part("error_summary", problems=found) if found else SafeString("")


@register.simple_tag
def form_fields(form: BaseForm, only: str = "", hide_label: bool = False) -> SafeString:
    """All fields of a form, or those named in `only` ("name email"), with labels, hints and errors.

    `hide_label` keeps the label for those who listen and hides it from those who look, for a page whose heading
    already asks the question.
    """
    names = only.split() or [field.name for field in form.visible_fields()]
    hidden = [] if only else form.hidden_fields()
    return part("fields", fields=[form[name] for name in names], hidden=hidden, hide_label=hide_label)


@register.simple_tag
def field_id(field: Any) -> str:
    """The id of a field's first control, for a link to it."""
    return first_control(field)


# --- tables, charts, maps ---------------------------------------------------------------------------------------


@register.simple_tag
def table(value: Any) -> SafeString:
    """A `tables.Table`: caption, sorting, filters, pages, empty state; cards on a narrow screen."""
    return rendered("ui/tables/table.html", {"table": value})


@register.simple_tag
def chart(value: Any, table: str = "details") -> SafeString:
    """A chart of `footbridge.ui.charts` with its figures as a table in `details`, `beside` it, or `none`."""
    return rendered(f"ui/charts/{value.kind}.html", {"chart": value, "table": table})


@register.simple_tag
def pair(value: Any) -> SafeString:
    """A `charts.Pair`: two small bars, before and after, for a line of a table or a card."""
    return rendered("ui/charts/pair.html", {"pair": value})


@register.simple_tag(name="map")
def map_(value: Any) -> SafeString:
    """A `maps.Map`, drawn from British National Grid metres."""
    return rendered("ui/charts/map.html", {"map": value})


# --- helpers ----------------------------------------------------------------------------------------------------


def value_of(thing: Any, key: str) -> Any:
    """A key of a dictionary or an attribute of anything else; empty where there is none."""
    return thing.get(key, "") if isinstance(thing, dict) else getattr(thing, key, "")


def dashed(attrs: dict[str, Any]) -> dict[str, Any]:
    """HTML attributes as Python can write them: hx_post becomes hx-post; true stands alone, false is left out."""
    return {key.rstrip("_").replace("_", "-"): value for key, value in attrs.items() if value not in (False, None)}


@register.filter
def at(thing: Any, key: Any) -> Any:
    """`thing|at:key`: a key of a dictionary, an index of a list."""
    return thing[key]
