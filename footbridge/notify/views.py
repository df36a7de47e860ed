"""The outbox of a demonstration, where nothing is sent and staff read what would have been."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from footbridge.access import Permission, requires
from footbridge.notify import queries
from footbridge.notify.table import letter_facts, letters_table

# A letter brings its own styles, as mail programs need them, and may do nothing: no script, no form, no picture from elsewhere.
AS_IN_A_MAIL_PROGRAM = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": [SELF, "data:"],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": True,
}


@requires(Permission.SEE_MAIL_PREVIEW, demonstration_only=True)
@require_GET
def messages(request: HttpRequest) -> HttpResponse:
    """The letters, latest first, by programme and state."""
    viewer = request.viewer  # type: ignore[attr-defined]
    names = queries.programme_names(viewer)
    return render(
        request, "notify/messages.html", {"table": letters_table(queries.letters(viewer), names, request.GET)}
    )


@requires(Permission.SEE_MAIL_PREVIEW, demonstration_only=True)
@require_GET
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter: as text, and as a mail program shows it."""
    viewer = request.viewer  # type: ignore[attr-defined]
    letter = queries.letter(viewer, pk)
    facts = letter_facts(letter, queries.programme_names(viewer))
    return render(request, "notify/message.html", {"letter": letter, "facts": facts})


@requires(Permission.SEE_MAIL_PREVIEW, demonstration_only=True)
@require_GET
@xframe_options_sameorigin
@csp(AS_IN_A_MAIL_PROGRAM)  # type: ignore[arg-type]
def as_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter's HTML as it is sent, shut in: shown inside the page above."""
    return HttpResponse(queries.letter(request.viewer, pk).html)  # type: ignore[attr-defined]
