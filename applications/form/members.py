"""The forms in which a program manager invites people and says what they may do."""

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Field, Layout
from django import forms

from applications.form.fields import Email, Line, Number
from applications.models import Membership, PartnerYear
from applications.models.partner import Right

WHAT_IT_GIVES = {
    Right.MANAGE: "Program manager: runs the work, and may change everything here",
    Right.SIGN: "Signatory: signs for the partner",
    Right.MONEY: "Finance: confirms funding and asks for reimbursement",
}
CANCEL = '<a class="btn btn-link" href="{% url "applications:people" partner.pk %}">Cancel</a>'


def _helper(*fields, do):
    helper = FormHelper()
    helper.attrs = {"novalidate": ""}
    button = StrictButton(do, type="submit", css_class="btn-primary")
    helper.layout = Layout(*fields, button, HTML(CANCEL))
    return helper


def _rights():
    return forms.MultipleChoiceField(
        label="What may they do?",
        required=False,
        choices=list(WHAT_IT_GIVES.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text="With none of these, they see everything here and change nothing.",
    )


class InviteForm(forms.Form):
    """Whom to invite, and what for."""

    name = Line(label="Name", longest=200, error_messages={"required": "Write their name."})
    email = Email(label="E-mail", help_text="The invitation goes there; they sign in with it.")
    rights = _rights()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.helper = _helper("name", "email", "rights", do="Send the invitation")


class MemberForm(forms.Form):
    """What a member may do, and the share of full time that they give in a year of the partner."""

    rights = _rights()
    fte = Number(
        label="Share of full time",
        highest=1,
        required=False,
        help_text="How much of a full-time job they give to this partner as its program manager: "
        "0.25 is a quarter. It counts only for program managers.",
    )

    def __init__(self, *args, member: Membership, year: PartnerYear | None, **kwargs):
        initial = {"rights": member.rights, "fte": member.share_in(year)}
        super().__init__(*args, initial=initial, use_required_attribute=False, **kwargs)
        if year is None:
            del self.fields["fte"]
            self.helper = _helper("rights", do="Save")
            return
        self.fields["fte"].label = f"Share of full time in {year.program_year.school_year}"
        self.fields["fte"].is_optional = True
        share = Field("fte", wrapper_class="w-zip-wide")
        self.helper = _helper("rights", share, do="Save")

    @property
    def said(self):
        rights = [Right(right) for right in self.cleaned_data["rights"]]
        return {"rights": rights, "fte": self.cleaned_data.get("fte")}
