"""Questions about people. The forms of the sign-in library speak our words here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from footbridge.access.roles import Role
from footbridge.people.models import Person
from footbridge.people.secrets import unseal
from footbridge.schools.models import School
from footbridge.ui.forms import Hinted

EMAIL = {"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"}
CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "chars-10", "spellcheck": "false"}
LONG_ENOUGH = "At least 12 characters. Three words you remember are better than one you do not."


class Words:
    """Gives the library's fields our labels and hints, and takes its placeholders away."""

    words: ClassVar[dict[str, tuple[str, str]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        for name, field in fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.help_text = self.words[name]
            if name == "code":
                field.widget.attrs.update(CODE)
            if isinstance(field, forms.EmailField):
                field.widget.attrs.update(EMAIL)


class SignInForm(Words, account.LoginForm):
    words = {"login": ("Your e-mail address", ""), "password": ("Your password", "")}


class AskForCodeForm(Words, account.RequestLoginCodeForm):
    words = {"email": ("Your e-mail address", "We send six figures to it.")}


class Sealed:
    """The code this form compares with was sealed on its way through the session."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "code": unseal(kwargs.get("code") or "")})


class TypeCodeForm(Sealed, Words, account.ConfirmLoginCodeForm):
    words = {"code": ("The six figures from the e-mail", "")}


class ForgottenPasswordForm(Words, account.ResetPasswordForm):
    words = {"email": ("Your e-mail address", "We send six figures to it.")}


class TypeResetCodeForm(Sealed, Words, account.ConfirmPasswordResetCodeForm):
    words = {"code": ("The six figures from the e-mail", "")}


class NewPasswordForm(Words, account.ResetPasswordKeyForm):
    words = {"password1": ("Your new password", LONG_ENOUGH), "password2": ("The new password once more", "")}


class ChangePasswordForm(Words, account.ChangePasswordForm):
    words = {
        "oldpassword": ("Your password now", ""),
        "password1": ("Your new password", LONG_ENOUGH),
        "password2": ("The new password once more", ""),
    }


class FirstPasswordForm(Words, account.SetPasswordForm):
    words = {"password1": ("Your new password", LONG_ENOUGH), "password2": ("The new password once more", "")}


class PasswordAgainForm(Words, account.ReauthenticateForm):
    words = {"password": ("Your password", "")}


class SecondStepForm(Words, mfa.AuthenticateForm):
    words = {"code": ("The code from your app", "Or one of your recovery codes.")}


class SecondStepAgainForm(Words, mfa.ReauthenticateForm):
    words = {"code": ("The code from your app", "Or one of your recovery codes.")}


class AppCodeForm(forms.Form):
    """Setting up an authenticator app: the first code it shows."""

    code = forms.CharField(label="The six figures your app shows now", widget=forms.TextInput(CODE))


class MayChoosePassword(forms.Form):
    """Base of forms in which somebody may choose a password."""

    password = forms.CharField(
        label="A password",
        required=False,
        help_text=f"{LONG_ENOUGH} Leave it empty, and we send you a code by e-mail each time you sign in.",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    for_person = Person()

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if not (settings.SENDS_MAIL or settings.DEMONSTRATION):
            self.fields["password"].help_text = (
                f"{LONG_ENOUGH} Choose one: this server has no mail server yet. Without a password, the code to sign in is "
                "written on the screen where Footbridge was started."
            )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if password:
            validate_password(password, self.for_person)
        return password


class CodeForm(forms.Form):
    """Accepting an invitation by somebody who has an account: only the code."""

    code = forms.CharField(label="The six figures from the e-mail", widget=forms.TextInput(CODE))


class NewPersonForm(MayChoosePassword):
    """Accepting an invitation as somebody new."""

    name = forms.CharField(
        label="Your name", max_length=120, widget=forms.TextInput({"autocomplete": "name"}),
        help_text="As colleagues and partner schools should read it.",
    )  # fmt: skip
    code = forms.CharField(label="The six figures from the e-mail", widget=forms.TextInput(CODE))
    field_order = ["code", "name", "password"]


class FirstStepsForm(MayChoosePassword):
    """Setting up a new network."""

    network = forms.CharField(
        label="What is your network called?", max_length=120, help_text="For example: The Linking Network."
    )
    name = forms.CharField(label="Your name", max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(
        label="Your e-mail address",
        widget=forms.EmailInput(EMAIL),
        help_text="You sign in with it, and the public may write to it.",
    )
    code = forms.CharField(
        label="The code from the start of the server",
        widget=forms.TextInput(
            {"class": "chars-20", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
        ),
        help_text="It stands where Footbridge was started, for example abcde-fghjk.",
    )
    field_order = ["network", "name", "email", "code", "password"]


class InviteForm(forms.Form):
    """Inviting somebody to one of the roles the viewer may give."""

    role = forms.ChoiceField(label="What will they do?", widget=forms.RadioSelect)
    name = forms.CharField(label="Their name", max_length=120, widget=forms.TextInput({"autocomplete": "off"}))
    email = forms.EmailField(
        label="Their e-mail address at work", widget=forms.EmailInput({**EMAIL, "autocomplete": "off"})
    )

    def __init__(self, *args: Any, roles: tuple[Role, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["role"]
        choice.choices = [(role.key, Hinted(role.name, role.sentence)) for role in roles]
        if len(roles) == 1:
            choice.initial = roles[0].key


class LeaverForm(forms.Form):
    """Removing somebody: why, in a word."""

    because = forms.ChoiceField(
        label="Why?",
        choices=[
            ("Left the school", "They leave or have left"),
            ("Other work", "They stay, with other work"),
            ("Invited by mistake", "They were invited by mistake"),
        ],
        widget=forms.RadioSelect,
    )


class MoveForm(forms.Form):
    """Which school the people of a closed one go to."""

    after = forms.ChoiceField(label="Where do they go?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, schools: Sequence[School], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.schools = {str(school.pk): school for school in schools}
        choice: Any = self.fields["after"]
        choice.choices = [
            *(
                (key, Hinted(f"To {one.name}", f"URN {one.urn}, {one.town or one.postcode}"))
                for key, one in self.schools.items()
            ),
            ("nobody", Hinted("To no other school", "Their roles there end, and invitations are taken back.")),
        ]

    def chosen(self) -> School | None:
        """The school chosen; None where nobody follows."""
        return self.schools.get(self.cleaned_data["after"])


class SuccessorForm(forms.Form):
    """Who takes a role over."""

    name = forms.CharField(
        label="Name of who takes over", max_length=120, widget=forms.TextInput({"autocomplete": "off"})
    )
    email = forms.EmailField(
        label="Their e-mail address at work", widget=forms.EmailInput({**EMAIL, "autocomplete": "off"})
    )


class NewAddressForm(forms.Form):
    """Signing in with another e-mail address."""

    email = forms.EmailField(
        label="Your new e-mail address", max_length=254, widget=forms.EmailInput(EMAIL),
        help_text="We send a link to the new address. Until you open the link, everything stays as it is.",
    )  # fmt: skip

    def __init__(self, *args: Any, now: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        if email == self.now.lower():
            raise ValidationError("That is your address now. Enter the new one.")
        return email


class AboutMeForm(forms.ModelForm):
    """Name and language of one's own account."""

    class Meta:
        model = Person
        fields = ["name", "language"]
        labels = {"name": "Your name", "language": "Language of pages and letters"}

    def __init__(self, *args: Any, languages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(label="Language of pages and letters", choices=languages)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if not name:
            raise ValidationError("Enter your name, so that partners know whom they work with.")
        return name


class PasskeyForm(forms.Form):
    """What the browser answers when a passkey is made; the name is for its owner."""

    name = forms.CharField(
        label="What shall we call this passkey?", max_length=60, required=False,
        help_text="For example: school laptop, my phone.", widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip
    credential = forms.JSONField(widget=forms.HiddenInput)
