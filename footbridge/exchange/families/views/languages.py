"""For facilitators and network staff: the languages of the letters, sentence by sentence beside the English."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from footbridge.access import Permission, Request, requires
from footbridge.exchange.families import po, speech
from footbridge.exchange.families.actions import languages as actions
from footbridge.exchange.families.languages import BUILT_IN, ENGLISH, Language, catalogue
from footbridge.exchange.families.printing import only_from_a_browser
from footbridge.exchange.families.sentences import SENTENCES


def _whose(request: Request) -> int | None:
    """The programme whose words are kept: the facilitator's own; none for network staff, who keep them for everybody."""
    return None if request.viewer.is_network_staff else min(request.viewer.programmes, default=None)


def _language(request: Request, code: str) -> Language:
    found = speech.languages_of(_whose(request)).get(code)
    if found is None or code == ENGLISH:
        raise Http404
    return found


@requires(Permission.KEEP_LANGUAGES)
@require_safe
def every(request: Request) -> HttpResponse:
    """All languages, and whether anybody has read them."""
    programme = _whose(request)
    reviews = speech.reviews_of(programme)
    rows = [
        {"language": one.language, "standing": speech.standing_of(one, reviews), "ours": one.language.code == ENGLISH,
         "screen": only_from_a_browser(one)}
        for one in speech.speeches_of(programme)
    ]  # fmt: skip
    return render(request, "exchange/families/languages.html", {"rows": rows, "network": programme is None})


@requires(Permission.KEEP_LANGUAGES)
@require_http_methods(["GET", "POST"])
def one(request: Request, code: str) -> HttpResponse:
    """Every sentence beside the English; POST keeps what was changed."""
    language, programme = _language(request, code), _whose(request)
    troubles: dict[str, str] = {}
    if request.method == "POST":
        typed = {key: request.POST[f"s-{key}"] for key in SENTENCES if f"s-{key}" in request.POST}
        changed, troubles = actions.keep_sentences(by=request.viewer, programme=programme, language=code, texts=typed)
        if changed:
            words = "1 sentence is" if changed == 1 else f"{changed} sentences are"
            messages.success(request, f"{words} changed. Families read it from now on.")
        if not troubles:
            if not changed:
                messages.success(request, "Nothing had changed.")
            return redirect("exchange:language", code)
    spoken = speech.speech_for(language, programme)
    house = catalogue(code)
    rows = [
        {
            "sentence": sentence, "name": f"s-{key}", "trouble": troubles.get(key, ""),
            "text": request.POST.get(f"s-{key}", spoken.texts.get(key, "")) if troubles else spoken.texts.get(key, ""),
            "own": key in spoken.texts and spoken.texts[key] != house.get(key), "house": house.get(key, ""),
        }
        for key, sentence in SENTENCES.items()
    ]  # fmt: skip
    context = {
        "language": ENGLISH, "direction": "ltr", "spoken": spoken, "about": language, "rows": rows,
        "standing": speech.standing_of(spoken, speech.reviews_of(programme)),
        "screen": only_from_a_browser(spoken),
        "troubles": [row for row in rows if row["trouble"]], "network": programme is None,
    }  # fmt: skip
    return render(request, "exchange/families/language.html", context, status=422 if troubles else 200)


@requires(Permission.KEEP_LANGUAGES)
@require_POST
def reviewed(request: Request, code: str) -> HttpResponse:
    """Note that somebody who speaks the language has read it all."""
    language, programme = _language(request, code), _whose(request)
    spoken = speech.speech_for(language, programme)
    if spoken.missing or request.POST.get("digest") != spoken.digest:
        messages.warning(request, "A sentence has changed or is missing. Read it once more, then mark it.")
    else:
        actions.note_review(by=request.viewer, programme=programme, speech=spoken)
        messages.success(request, f"{language.english} is marked as reviewed.")
    return redirect("exchange:language", code)


class LanguageForm(forms.Form):
    """A language to add."""

    code = forms.RegexField(
        r"^[a-z]{2,3}(-[a-z0-9]{2,8})?$", label="Its code", max_length=12,
        help_text="Two or three letters as on web pages, for example ti for Tigrinya or fa for Persian.",
        error_messages={"invalid": "A code has two or three small letters, for example ti."},
    )  # fmt: skip
    english = forms.CharField(label="What is it called in English?", max_length=40)
    own = forms.CharField(label="What do its speakers call it?", max_length=40)
    rtl = forms.BooleanField(label="It is written from right to left", required=False)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code in BUILT_IN:
            raise forms.ValidationError(f"{BUILT_IN[code].english} is there already. Correct its sentences instead.")
        return code


@requires(Permission.KEEP_LANGUAGES)
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Add a language."""
    form = LanguageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        data = form.cleaned_data
        language = Language(data["code"], data["english"], data["own"], data["rtl"])
        actions.add_language(by=request.viewer, programme=_whose(request), language=language)
        messages.success(request, f"{language.english} is added. Now its sentences.")
        return redirect("exchange:language", language.code)
    return render(request, "exchange/families/language_add.html", {"form": form, "button": "Add this language"})


@requires(Permission.KEEP_LANGUAGES)
@require_safe
def file(request: Request, code: str) -> HttpResponse:
    """The sentences as a catalogue for a translator's program."""
    language, programme = _language(request, code), _whose(request)
    spoken = speech.speech_for(language, programme)
    reviewed = speech.standing_of(spoken, speech.reviews_of(programme)).reviewed
    entries = [
        po.Entry(key, one.english, text := spoken.texts.get(key, ""), one.note, fuzzy=bool(text) and not reviewed)
        for key, one in SENTENCES.items()
    ]
    response = HttpResponse(
        po.write(code, entries, remark=language.english), content_type="text/x-gettext-translation; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="families-{code}.po"'
    return response


@requires(Permission.KEEP_LANGUAGES)
@require_POST
def bring(request: Request, code: str) -> HttpResponse:
    """Take in a catalogue that a translator has worked on. Sentences that do not fit are named and left as they were."""
    _language(request, code)
    upload: Any = request.FILES.get("catalogue")
    try:
        if upload is None or upload.size > po.LARGEST:
            raise po.NotACatalogue("Choose a catalogue (.po) of at most 400 kB.")
        entries = po.read(upload.read().decode("utf-8"))
    except (po.NotACatalogue, UnicodeDecodeError) as trouble:
        words = str(trouble) if isinstance(trouble, po.NotACatalogue) else "The file is not written in UTF-8."
        messages.warning(request, words)
        return redirect("exchange:language", code)
    keys = {one.english: key for key, one in SENTENCES.items()}
    current = [
        entry for entry in entries if entry.key not in SENTENCES or SENTENCES[entry.key].english == entry.english
    ]
    texts = {
        entry.key if entry.key in SENTENCES else keys.get(entry.english, ""): entry.text
        for entry in current
        if entry.text
    }
    old = len(entries) - len(current)
    changed, troubles = actions.keep_sentences(by=request.viewer, programme=_whose(request), language=code, texts=texts)
    messages.success(request, f"{changed} of {len(entries)} sentences are changed.")
    if old:
        messages.warning(request, f"{old} were made from older English and are left out. Translate them anew.")
    for key, why in list(troubles.items())[:5]:
        messages.warning(request, f"“{SENTENCES[key].english[:60]}”: {why}")
    return redirect("exchange:language", code)
