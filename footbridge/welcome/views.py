"""Public pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from footbridge.access import public


@public
def home(request: HttpRequest) -> HttpResponse:
    """The front door."""
    return render(request, "welcome/home.html")
