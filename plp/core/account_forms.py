"""The forms of signing in: allauth's own, in our words."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn

LABELS = {
    "login": "E-mail",
    "email": "E-mail",
    "password": "Password",
    "remember": "Keep me signed in on this computer",
    "oldpassword": "Current password",
    "password1": "New password",
    "password2": "New password, once more",
    "code": "Code",
    "name": "Name",
    "passwordless": "Sign in with it alone, without a password",
}
HELP = {
    "password1": "At least 8 characters, not only digits. A few words in a row are easy to keep.",
    "name": "So that you can tell several apart: “Phone”, “Laptop at work”.",
    "passwordless": "Untick it only for a key that knows neither a PIN nor a fingerprint.",
}


class InOurWords:
    """Before a form of allauth's: our labels and help, and no placeholders that repeat them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
            field.help_text = HELP.get(name, "")


class SignIn(InOurWords, account.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ResetPassword(InOurWords, account.ResetPasswordForm):
    pass


class ResetPasswordFromKey(InOurWords, account.ResetPasswordKeyForm):
    pass


class ChangePassword(InOurWords, account.ChangePasswordForm):
    pass


class SetPassword(InOurWords, account.SetPasswordForm):
    pass


class ChangeEmail(InOurWords, account.AddEmailForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "New e-mail"


class Reauthenticate(InOurWords, account.ReauthenticateForm):
    pass


class Authenticate(InOurWords, mfa.AuthenticateForm):
    pass


class ReauthenticateByCode(InOurWords, mfa.ReauthenticateForm):
    pass


class ActivateTotp(InOurWords, totp.ActivateTOTPForm):
    pass


class AddPasskey(InOurWords, webauthn.AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class RenamePasskey(InOurWords, webauthn.EditWebAuthnForm):
    pass
