from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from allauth.account import forms as allauth
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from apps.accounts.copy import LABELS, PASSWORD_RULE, REQUIRED, SENTENCES
from apps.accounts.models import User
from apps.accounts.services import forget_unproven
from apps.common.control_characters import is_visible, strip_control_characters

SIGNED_UP_KEY = "signed_up"  # in the session: the account that this browser made


class ProfileForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ["display_name"]
        labels = {"display_name": "Display name"}
        widgets = {"display_name": forms.TextInput({"dir": "auto", "autocomplete": "nickname"})}
        error_messages = {"display_name": {"max_length": "Use 40 characters or fewer."}}

    def clean_display_name(self) -> str:
        """Refuse invisible characters: strangers read this name among words of ours, so nothing unseen may turn them around."""
        return " ".join(strip_control_characters(self.cleaned_data["display_name"]).split())


LONGEST_ADDRESS = 254  # as the column has it; mail knows no longer ones (RFC 5321)


def refuse_other_than_shown(address: str) -> None:
    """Refuse an address that is too long or has characters that nobody sees: mail would go to another one than is shown."""
    if len(address) > LONGEST_ADDRESS:
        raise ValidationError(f"Use an email address with at most {LONGEST_ADDRESS} characters.", code="too_long")
    if not all(is_visible(character) for character in address):
        raise ValidationError(
            "That address contains an invisible character. Type it instead of pasting it.", code="unseen"
        )


class Worded(forms.Form):
    """Gives a form of allauth our labels and sentences. What it checks, and what it does then, stays allauth's."""

    sentences: ClassVar[Mapping[str, str]] = SENTENCES
    required: ClassVar[Mapping[str, str]] = REQUIRED

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)  # it only repeats the label
            if isinstance(field, forms.EmailField):
                field.widget.attrs.pop("maxlength", None)  # a browser would cut a longer address without a word
                field.validators.insert(0, refuse_other_than_shown)
            if field.help_text:
                field.help_text = PASSWORD_RULE if name == "password1" else ""

    def add_error(self, field: str | None, error: Any) -> None:
        if not isinstance(error, ValidationError):
            # The one error that comes without a code: the two new passwords differ.
            error = ValidationError("The passwords don't match." if field == "password2" else error)
        if not hasattr(error, "error_dict"):
            error = ValidationError([self._reworded(one, field) for one in error.error_list])
        super().add_error(field, error)

    def _reworded(self, error: ValidationError, field: str | None) -> ValidationError:
        known = error.code or ""
        sentence = self.required.get(field or "") if known == "required" else self.sentences.get(known)
        return ValidationError(sentence, code=error.code) if sentence else error


def worded(form: type[forms.Form]) -> Callable[..., forms.Form]:
    """Return a form of allauth with our labels and sentences."""
    return type(form.__name__, (Worded, form), {"__module__": __name__})


LoginForm = worded(allauth.LoginForm)
ChangeEmailForm = worded(allauth.ChangeEmailForm)
AddEmailForm = worded(allauth.AddEmailForm)
ChangePasswordForm = worded(allauth.ChangePasswordForm)
SetPasswordForm = worded(allauth.SetPasswordForm)
ResetPasswordForm = worded(allauth.ResetPasswordForm)
ResetPasswordKeyForm = worded(allauth.ResetPasswordKeyForm)
ReauthenticateForm = worded(allauth.ReauthenticateForm)
RequestLoginCodeForm = worded(allauth.RequestLoginCodeForm)
ConfirmLoginCodeForm = worded(allauth.ConfirmLoginCodeForm)
ConfirmEmailVerificationCodeForm = worded(allauth.ConfirmEmailVerificationCodeForm)
ConfirmPasswordResetCodeForm = worded(allauth.ConfirmPasswordResetCodeForm)


class SignupForm(Worded, allauth.SignupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = LABELS["password"]

    def clean_email(self) -> str:
        forget_unproven(address=self.cleaned_data["email"])
        address: str = super().clean_email()
        return address

    def save(self, request: HttpRequest) -> User:
        user: User = super().save(request)
        request.session[SIGNED_UP_KEY] = user.pk
        return user
