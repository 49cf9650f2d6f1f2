"""The forms in which a partner renews a year, or answers what is proposed to it."""

from decimal import Decimal

from django import forms

from applications.form.fields import Line
from applications.models import PartnerYear


class ProposalForm(forms.Form):
    """Whether a partner agrees."""

    answer = forms.ChoiceField(
        choices=[("yes", "Agree"), ("no", "Refuse")],
        error_messages={"required": "Choose “Agree” or “Refuse”."},
    )


def _share(label, **more):
    return forms.DecimalField(
        label=label,
        min_value=Decimal("0"),
        max_value=Decimal("1"),
        max_digits=3,
        decimal_places=2,
        help_text="0.25 is a quarter.",
        widget=forms.NumberInput(attrs={"step": "0.05", "inputmode": "decimal"}),
        error_messages={
            "required": "Write a share of full time, such as 0.25.",
            "invalid": "Write a number such as 0.25.",
            "max_value": "1 is full time, and the most.",
            "min_value": "Write 0 or more.",
        },
        **more,
    )


def _latest(member):
    """Return the share that somebody gives in the last year for which they have said it."""
    shares = [share.fte for share in member.shares.all()]
    return shares[-1] if shares else None


class RenewForm(forms.Form):
    """What a partner says of the next year, or why it does not go on.

    It is one form, so that nothing typed is lost whichever button is pressed.
    """

    funding = Line(
        label="How your funding is secured",
        help_text="What pays for workshops, facilitators and teachers until you are reimbursed. "
        "It counts as your confirmation until the end of the school year.",
        longest=2000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    urban_said = forms.ChoiceField(
        label="Do you serve an urban area?",
        help_text="As you see it. Our staff decide, and you hear of it.",
        choices=PartnerYear.UrbanSaid.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    accepts = forms.BooleanField(required=False)
    terms = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = Line(
        label="Why you do not renew",
        longest=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args, year, managers, terms, asks_funding, **kwargs):
        self.terms_now = terms
        said = {"urban_said": year.urban_said, "terms": terms and terms.pk}
        super().__init__(*args, initial=said, use_required_attribute=False, **kwargs)
        self.shares = {self._add_share(member): member for member in managers}
        if not managers:
            named = "Program manager’s share of full time (FTE)"
            self.fields["manager_fte"] = _share(named, required=False)
        if not asks_funding:
            del self.fields["funding"]
        if terms is None:
            del self.fields["accepts"]
        else:
            label = (
                f"I may act for {year.partner}, and we accept the terms, version {terms.version}"
            )
            self.fields["accepts"].label = label

    def _add_share(self, member):
        name = f"fte_{member.pk}"
        self.fields[name] = _share(
            f"{member.user}: share of full time (FTE)", required=False, initial=_latest(member)
        )
        return name

    @property
    def share_fields(self):
        """The fields of the program managers' shares, as a template draws them."""
        return [self[name] for name in self.share_names]

    @property
    def share_names(self):
        return list(self.shares) or ["manager_fte"]

    @property
    def goes_on(self):
        return self.data.get("say") != "leave"

    def clean(self):
        """Refuse a yes without what it needs, and a no without its reason."""
        if not self.goes_on:
            for name in set(self.errors) - {"reason"}:
                del self.errors[name]
            if not self.cleaned_data.get("reason") and "reason" not in self.errors:
                self.add_error("reason", "Say why. Our staff read it.")
            return
        self._need_shares()
        if "funding" in self.fields and not self._is_said("funding"):
            self._need("funding", "Say how your funding is secured.")
        if not self._is_said("urban_said"):
            self._need("urban_said", "Choose one. “Not sure” is an answer, too.")
        self._need_terms()

    def _need_shares(self):
        for name in self.share_names:
            if self.cleaned_data.get(name) is None:
                self._need(name, self.fields[name].error_messages["required"])
        if not set(self.share_names) & set(self.errors) and not self.total:
            self.add_error(self.share_names[0], "Somebody must give it some time.")

    def _need_terms(self):
        if self.terms_now is None:
            return
        if not self.cleaned_data.get("accepts"):
            self._need("accepts", "Tick this to renew.")
        elif self.cleaned_data.get("terms") != str(self.terms_now.pk):
            self.add_error("accepts", "The terms have changed. Read them, then tick this again.")

    def _is_said(self, name):
        return bool(self.cleaned_data.get(name))

    def _need(self, name, message):
        if name not in self.errors:
            self.add_error(name, message)

    @property
    def total(self):
        """All shares together."""
        return sum((self.cleaned_data[name] for name in self.share_names), Decimal(0))

    def said(self) -> dict:
        """Return what was said, as `actions.renewing.renew` takes it."""
        cleaned = self.cleaned_data
        return {
            "terms": self.terms_now,
            "manager_fte": self.total,
            "shares": {member.pk: cleaned[name] for name, member in self.shares.items()},
            "funding": cleaned.get("funding", ""),
            "urban_said": cleaned["urban_said"],
        }
