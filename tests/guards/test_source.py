"""Guards that read the source: where rows change, who asks without a viewer, what a page may hold, how long a file is."""

from __future__ import annotations

import ast
import re

import pytest

from tests.guards.reading import HOME, Source, calls, python, sources, templates

# Verbs that change rows live here; everything else only reads.
# (`importing` is the machinery of one action, with its COPY and upserts).
CHANGERS = {"actions", "tasks", "management", "models", "chain", "outbox", "demo", "migrations", "importing"}
WRITES = {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "aupdate", "acreate"}


def is_changer(source: Source) -> bool:
    return bool(CHANGERS & set(source.path.removesuffix(".py").split("/")))


# --- rows change in actions -------------------------------------------------


def writes_outside_actions(source: Source) -> list[str]:
    """Calls in views, forms, queries and rules that change a row."""
    if is_changer(source) or source.app in ("", "config"):
        return []
    faults = []
    for call, name in calls(source.tree()):
        on_manager = isinstance(call.func, ast.Attribute) and ".objects" in ast.unparse(call.func)
        if name in WRITES - {"save"} or (name in ("create", "update", "delete") and on_manager):
            faults.append(f"{source.path}:{call.lineno} {ast.unparse(call.func)}")
        if name == "save" and not re.search(
            r"session|workbook|book|image|storage|document", ast.unparse(call.func), re.I
        ):
            faults.append(f"{source.path}:{call.lineno} {ast.unparse(call.func)}")
    return faults


def test_rows_change_in_actions_only() -> None:
    looked = python()
    assert len(looked) > 50
    assert [fault for source in looked for fault in writes_outside_actions(source)] == []


@pytest.mark.parametrize("line", ["Link.objects.create(a=1)", "link.save()", "Link.objects.filter(a=1).delete()"])
def test_a_planted_write_in_a_view_is_caught(line: str) -> None:
    assert writes_outside_actions(Source("footbridge/brokering/views.py", f"def view(request):\n    {line}\n"))


# --- an action says who acts ------------------------------------------------


def careless_actions(source: Source) -> list[str]:
    """Public functions of actions modules that are no `@action`, or take no `by`, or take positions."""
    if "actions" not in source.path.removesuffix(".py").split("/") or source.name == "__init__.py":
        return []
    faults = []
    for node in source.tree().body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        framed = any("action" in ast.unparse(decorator) for decorator in node.decorator_list)
        names = {argument.arg for argument in node.args.kwonlyargs}
        if not framed or "by" not in names or node.args.args:
            faults.append(f"{source.path}:{node.lineno} {node.name}")
    return faults


def test_every_action_is_framed_and_says_who_acts() -> None:
    looked = [source for source in python() if "actions" in source.path]
    assert len(looked) >= 4
    assert [fault for source in looked for fault in careless_actions(source)] == []


@pytest.mark.parametrize(
    "text",
    [
        "def offer(*, by, draft):\n    pass\n",
        "@action\ndef offer(*, draft):\n    pass\n",
        "@action\ndef offer(draft, *, by):\n    pass\n",
    ],
)
def test_a_planted_careless_action_is_caught(text: str) -> None:
    assert careless_actions(Source("footbridge/brokering/actions.py", text))


# --- asking without a viewer ------------------------------------------------


def unscoped_in_pages(source: Source) -> list[str]:
    """`unscoped` in views, forms and templates' tags; and anywhere with no reason in words."""
    in_page = (
        source.name in ("views.py", "forms.py", "urls.py") or "/views/" in source.path or "templatetags" in source.path
    )
    tree = source.tree()
    named = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    faults = []
    for call, name in calls(tree):
        if name == "unscoped":
            reason: ast.expr | None = call.args[0] if call.args else None
            if isinstance(reason, ast.Name):  # a reason that several queries of a file share
                reason = named.get(reason.id)
            in_words = isinstance(reason, ast.Constant) and len(str(reason.value).split()) >= 3
            if in_page or not in_words:
                faults.append(f"{source.path}:{call.lineno}")
    return faults


def test_pages_ask_through_a_viewer() -> None:
    looked = python()
    assert sum(source.text.count(".unscoped(") for source in looked) > 5
    assert [fault for source in looked for fault in unscoped_in_pages(source)] == []


def test_a_planted_unscoped_query_is_caught() -> None:
    text = 'Link.objects.unscoped("because I want it")\n'
    assert unscoped_in_pages(Source("footbridge/brokering/views.py", text))
    assert unscoped_in_pages(Source("footbridge/brokering/tasks.py", 'Link.objects.unscoped("x")\n'))
    assert not unscoped_in_pages(Source("footbridge/brokering/tasks.py", text))


# --- one door for mail, settings and spreadsheets ---------------------------

DOORS = {
    r"\bos\.(environ|getenv)\b": ("footbridge/config/",),
    r"django\.core\.mail|smtplib": ("footbridge/notify/", "footbridge/config/"),
    r"\.objects\.raw\(|\.extra\(": (),
    r"requests\.|urllib\.request|http\.client|aiohttp": (
        "footbridge/config/start.py",
        "footbridge/vault/keyservice.py",  # goes to the one address that the operator set
    ),
    r"\bmark_safe\b": ("footbridge/ui/",),
    # a cell must not run as a formula; the demonstration makes the files that programmes bring
    r"csv\.(Dict)?[wW]riter|\bWorkbook\(": ("footbridge/paper/spreadsheets.py", "footbridge/demo/"),
}


def wrong_door(source: Source) -> list[str]:
    """Lines that read settings, send mail, fetch addresses or trust text elsewhere than at the one door for it."""
    return [
        f"{source.path}:{number} {pattern}"
        for pattern, rooms in DOORS.items()
        if not source.path.startswith(rooms or ("-",))
        for number, line in enumerate(source.text.splitlines(), 1)
        if re.search(pattern, line) and not line.strip().startswith("#")
    ]


def test_one_door_for_each_thing() -> None:
    looked = [source for source in python() if source.path.startswith("footbridge/")]
    assert len(looked) > 50
    assert [fault for source in looked for fault in wrong_door(source)] == []


@pytest.mark.parametrize(
    "line",
    [
        "os.environ['X']",
        "from django.core.mail import send_mail",
        "import urllib.request",
        "Link.objects.raw(sql)",
        "mark_safe(words)",
        "csv.writer(out)",
        "book = Workbook()",
    ],
)
def test_a_planted_second_door_is_caught(line: str) -> None:
    assert wrong_door(Source("footbridge/interest/views.py", line))


# --- templates --------------------------------------------------------------

FORBIDDEN_IN_TEMPLATES = [
    r"<style\b",
    r"\sstyle\s*=",
    r"\son[a-z]+\s*=\s*[\"']",
    r"javascript:",
    r"\|\s*safe\b",
    r"autoescape\s+off",
    r"<script(?![^>]*\bsrc=)(?![^>]*application/json)",
    r"(?:src|href)\s*=\s*[\"']https?://",
]
# A link out is a link somebody presses, not something the page loads; mail has its own styles because mail programs need them.
MAY_LINK_OUT = r"<a\b[^>]*href\s*=\s*[\"']https?://"


def faults_in_template(source: Source) -> list[str]:
    if "/mail/" in source.path or "email" in source.name:
        return []
    text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", source.text, flags=re.S)
    text = re.sub(MAY_LINK_OUT, "<a", text)
    return [f"{source.path}: {pattern}" for pattern in FORBIDDEN_IN_TEMPLATES if re.search(pattern, text, re.I)]


def test_templates_hold_no_inline_code_and_trust_nothing() -> None:
    looked = templates()
    assert len(looked) > 30
    assert [fault for source in looked for fault in faults_in_template(source)] == []


@pytest.mark.parametrize(
    "line",
    ['<p style="color: red">', "<style>p{}</style>", "<script>alert(1)</script>", "{{ name|safe }}", '<b onclick="x()">',
     '<img src="https://elsewhere.example.org/x.png">', "{% autoescape off %}"],
)  # fmt: skip
def test_a_planted_fault_in_a_template_is_caught(line: str) -> None:
    assert faults_in_template(Source("footbridge/interest/templates/interest/x.html", line))


# --- size -------------------------------------------------------------------


def too_long(source: Source) -> str:
    lines = source.text.count("\n")
    most = 130 if source.path.endswith(".html") else 420
    return f"{source.path}: {lines} lines" if lines > most else ""


def test_files_stay_small() -> None:
    looked = [
        *python(),
        *templates(),
        *sources("footbridge/**/*.css", "footbridge/**/*.js", "tests/**/*.py", "bench/**/*.py"),
    ]
    assert len(looked) > 150
    assert [fault for source in looked if (fault := too_long(source))] == []


def test_a_planted_long_file_is_caught() -> None:
    assert too_long(Source("footbridge/interest/views.py", "x = 1\n" * 500))


# --- words ------------------------------------------------------------------


def test_no_stubs_and_no_marks_of_unfinished_work() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|raise NotImplementedError|[Ll]orem ipsum|\|\| true")
    looked = [*python(), *templates(), *sources(".ci/*", "run")]
    assert len(looked) > 150
    assert [source.path for source in looked if marks.search(source.text)] == []
    planted = ("# TO" + "DO later", "raise NotImplementedError", "Lorem ipsum dolor", "./check |" + "| true")
    assert all(marks.search(line) for line in planted)


def says_what_it_is(text: str) -> bool:
    """Whether a room's first file says in a sentence what the room is."""
    return len((ast.get_docstring(ast.parse(text)) or "").split()) >= 12


def test_every_app_says_what_it_is() -> None:
    rooms = [path for path in (HOME / "footbridge").iterdir() if (path / "__init__.py").exists()]
    assert len(rooms) >= 14
    assert [room.name for room in rooms if not says_what_it_is((room / "__init__.py").read_text())] == []
    assert not says_what_it_is('"""Interest."""')
