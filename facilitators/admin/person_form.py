"""The form in which staff keep a facilitator; it warns of whom they may keep twice."""

from django import forms
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from facilitators.models import Facilitator
from plp.core.editing import WatchedForm


class _Seen(forms.HiddenInput):
    """Whom the form has named as likely the same; new each time, so that saving again is enough."""

    found = ()

    def format_value(self, value):
        return " ".join(str(double.pk) for double in self.found)

    def id_for_label(self, id_):
        return ""  # nobody sees it, so no label may point to it


class _SeenField(forms.CharField):
    def has_changed(self, initial, data):
        return False


def link_to(facilitator):
    """Return a link to a record that leaves what is typed in its own tab."""
    address = reverse("admin:facilitators_facilitator_change", args=[facilitator.pk])
    return format_html('<a href="{}" target="_blank">{}</a>', address, facilitator.name)


class FacilitatorForm(WatchedForm):
    doubles_seen = _SeenField(required=False, widget=_Seen)

    class Meta:
        model = Facilitator
        fields = [
            "name",
            "email",
            "phone",
            "extension",
            "home_zip",
            "travels_up_to",
            "bio",
            "courses",
            "is_listed",
        ]

    def clean_email(self):
        """Say whose address it is, if somebody else has it."""
        email = self.cleaned_data["email"].lower()
        known = Facilitator.objects.filter(email=email).exclude(pk=self.instance.pk).first()
        if known:
            text = "This is the address of {}, who is known already."
            raise forms.ValidationError(format_html(text, link_to(known)))
        return email

    def clean(self):
        cleaned = super().clean()
        changed = {"name", "email"} & {*self.changed_data}
        if changed and cleaned.get("name") and cleaned.get("email"):
            self._warn(cleaned["name"], cleaned["email"])
        return cleaned

    def _warn(self, name, email):
        found = list(Facilitator.objects.like(name, email).exclude(pk=self.instance.pk)[:20])
        seen = set(cleaned_keys(self.data.get(self.add_prefix("doubles_seen"), "")))
        self.fields["doubles_seen"].widget.found = found
        if {double.pk for double in found} - seen:
            rows = ((link_to(double), double.email) for double in found)
            said = format_html_join(", ", "{} ({})", rows)
            text = "Likely known already: {}. If this is another person, save again."
            self.add_error("name", forms.ValidationError(format_html(text, said)))


def cleaned_keys(text):
    """Return the numbers in a text; whatever else is sent there is no number."""
    return [int(word) for word in text.split() if word.isascii() and word.isdigit()]
