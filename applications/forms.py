"""Forms of the public pages."""

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms

from applications import finding
from applications.models import County, Interest, ZipCode
from plp.core import guard
from plp.core.guard import GuardedForm


class InterestForm(GuardedForm, forms.ModelForm):
    """An organization asks to hear when its area opens.

    Asking again with the same address and ZIP code is answered alike and changes nothing.
    """

    zip = forms.CharField(
        label="ZIP code of your main office",
        max_length=80,
        error_messages={"required": "Write the 5 digits of a ZIP code, such as 60601."},
    )

    class Meta:
        model = Interest
        fields = ["organization", "email", "zip", "county"]
        labels = {"organization": "Your organization", "email": "Your e-mail address"}
        error_messages = {
            "organization": {"required": "Write your organization’s name."},
            "email": {
                "required": "Write your e-mail address.",
                "invalid": "Write an e-mail address, such as ada@example.org.",
            },
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].widget.attrs["autocomplete"] = "organization"
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.fields["zip"].widget.attrs |= {"autocomplete": "postal-code", "inputmode": "numeric"}
        self.fields["county"].label = "Your county (optional)"
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "organization",
            "email",
            Field("zip", wrapper_class="w-zip-wide"),
            "county",
            guard.FIELDS,
            StrictButton("Tell me when my area opens", type="submit", css_class="btn-primary"),
        )

    def clean_zip(self):
        code = finding.normalize(self.cleaned_data["zip"])
        if code is None:
            raise forms.ValidationError("Write the 5 digits of a ZIP code, such as 60601.")
        return code

    def save(self, commit=True):
        """Save the interest, unless it is on the list already."""
        known = ZipCode.objects.filter(code=self.instance.zip)
        county = County.objects.filter(fips__in=known.values("county_fips")).first()
        self.instance.region = county and county.region
        Interest.objects.bulk_create([self.instance], ignore_conflicts=True)
        return self.instance
