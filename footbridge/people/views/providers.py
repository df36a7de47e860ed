"""What a sign-in with Microsoft, Google or DfE Sign-in says when it leads nowhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from footbridge.access import public


@public
@require_safe
def not_invited(request: HttpRequest) -> HttpResponse:
    """The provider knows the person, we do not."""
    return render(request, "people/not_invited.html", status=403)


@public
@require_safe
def provider_trouble(request: HttpRequest) -> HttpResponse:
    """The provider did not say who the person is."""
    return render(request, "people/provider_trouble.html", status=400)
