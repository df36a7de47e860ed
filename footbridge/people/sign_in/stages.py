"""The second step of a sign-in."""

from __future__ import annotations

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from footbridge.people.sign_in.strong import came_by_provider


class SecondStep(AuthenticateStage):
    """As the library's, but not for those whom a sign-in provider let in: it has asked already."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return not came_by_provider(request, self.login.user) and bool(super()._should_handle(request))
