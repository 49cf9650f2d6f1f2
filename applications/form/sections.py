"""The sections of the application form, each a page."""

from datetime import date
from decimal import Decimal

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Fieldset, Layout
from django import forms
from django.utils.datastructures import MultiValueDict

from applications.form import fields
from applications.form.fields import Email, Line, Number, Phone, State, Website, Zip, choice
from applications.form.rows import Districts, References, Rows
from applications.models.applicant import OrganizationType, Payee, Urban
from applications.models.places import TERRITORIES
from applications.models.program import STATE_NAMES
from applications.models.questions import Section
from plp.core import days
from plp.core.templatetags.plp import markdown_block

JOINT = [("no", "No, on our own"), ("yes", "Yes, with one other organization")]
MANAGER = [("named", "We know who it will be"), ("to_be_hired", "We would hire someone")]


class SectionForm(forms.Form):
    """One section over what was typed in it; unbound where nothing has been saved yet.

    `context` says what the form depends on beside the typed texts; it asks the database only to
    look up ZIP codes. A field is required only where its condition holds: CONDITIONS maps a field
    to the field and the value that make it count. What does not count stays in the draft.
    """

    slug: Section
    lede = ""
    rows_class: type[Rows] | None = None
    takes_files = False
    CONDITIONS: dict[str, tuple[str, str]] = {}
    required_css_class = "required"

    def __init__(self, context, typed=None):
        self.context = context
        data = None if typed is None else MultiValueDict(typed)
        super().__init__(data, use_required_attribute=False)
        self.conditions = dict(self.CONDITIONS)
        self.rows = self.rows_class(data) if self.rows_class else None
        self._ask(context.questions.get(self.slug, []))
        self._say_what_is_optional()
        self._mark_conditions()

    @property
    def title(self):
        return self.slug.label

    @property
    def helper(self):
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.layout = Layout(*self.layout(), *[Field(name) for name in self.question_names])
        return helper

    def layout(self):
        """Return the pieces of its own fields; those of questions come after."""
        return []

    def names(self):
        """Return the names of all its fields: what is kept of a page that is sent."""
        return [*self.fields, *(self.rows.names() if self.rows else [])]

    def is_ticked(self, name):
        """Whether a field is answered by ticking boxes, and so is not sent where none is."""
        field = self.fields[name]
        return isinstance(field, forms.BooleanField) or isinstance(
            field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple
        )

    def warnings(self):
        """Return (label, sentence) of what looks wrong but may be right."""
        _ = self.errors  # validates
        found = [(bound, getattr(bound.field, "warning", "")) for bound in self]
        return [(_named(bound), warning) for bound, warning in found if warning]

    def counts(self, name):
        """Whether a field is asked at all, given what was typed in the field it depends on."""
        if name not in self.conditions:
            return True
        other, value = self.conditions[name]
        return self.counts(other) and self[other].value() == value

    def full_clean(self):
        """Validate only what counts; a hidden field is neither required nor wrong."""
        super().full_clean()
        if not self.is_bound:
            return
        for name in self.conditions:
            if not self.counts(name):
                self._errors.pop(name, None)
                self.cleaned_data[name] = None

    def problems(self):
        """Return (id of the field, label, sentence) for everything that is wrong, in page order."""
        found = [
            (bound.id_for_label or f"div_{bound.auto_id}", _named(bound), error)
            for bound in self
            for error in bound.errors
        ]
        if self.rows:
            found += self._row_problems()
        return found

    def is_complete(self):
        """Whether it can be sent; one that asks nothing needs no visit."""
        return (self.is_bound or not self.names()) and not self.problems()

    def _row_problems(self):
        for number, form in enumerate(self.rows.forms, start=1):
            for bound in form:
                for error in bound.errors:
                    label = f"{self.rows.one.capitalize()} {number}, {bound.label}"
                    yield bound.id_for_label, label, error
        if lacking := self.is_bound and self.rows.lacking():
            yield f"{self.rows.prefix}-rows", self.rows.title, lacking

    def said(self):
        """Return (label, text) of everything that counts, as it was typed."""
        found = [(_named(bound), _as_read(bound)) for bound in self if self.counts(bound.name)]
        if self.rows:
            for number, form in enumerate(self.rows.filled(), start=1):
                text = "\n".join(filter(None, (_as_read(bound) for bound in form)))
                found.append((f"{self.rows.one.capitalize()} {number}", text))
        return found

    def answer(self, name):
        """Return the answer to one of the program's questions, as it is kept once sent."""
        value = self.cleaned_data[name]
        if isinstance(value, list):
            return "\n".join(value)
        if isinstance(value, date):
            return days.in_words(value)
        if isinstance(value, Decimal):
            return f"{value:,f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
        return value or ""

    def asked(self):
        """Return (label, field) of everything it asks, for reading before one begins."""
        found = [(_named(bound), bound.field) for bound in self]
        if self.rows:
            found += [
                (f"{self.rows.title}: {bound.label}", bound.field) for bound in self.rows.forms[0]
            ]
        return found

    def _ask(self, questions):
        self.question_names = {}
        for question in questions:
            name = f"q-{question.slug}"
            self.fields[name] = fields.field_for(question)
            self.question_names[name] = question
            if question.shown_if:
                self.conditions[name] = (f"q-{question.shown_if.slug}", question.shown_if_answer)

    def _say_what_is_optional(self):
        for name, field in self.fields.items():
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = "Fill this in."
            if not field.required and name not in self.conditions:
                field.is_optional = True  # see templates/bootstrap5/field.html

    def _mark_conditions(self):
        """Tell the page's script which fields to hide while they do not count."""
        for name, condition in self.conditions.items():
            self.fields[name].shown_if = condition


def _named(bound):
    """Return the label of a field with the group it stands in, where it stands in one."""
    group = getattr(bound.field, "group", "")
    return f"{group}: {bound.label}" if group else bound.label


def _as_read(bound):
    """Return what was typed in a field as a person reads it: the labels of choices."""
    value = bound.value()
    labels = {str(key): str(label) for key, label in getattr(bound.field, "choices", [])}
    if isinstance(bound.field, forms.BooleanField):
        return "Yes" if value == bound.field.mark else ""
    values = value if isinstance(value, list) else [value or ""]
    return "\n".join(labels.get(str(v), str(v)) if v else "" for v in values)


class OrganizationSection(SectionForm):
    slug = Section.ORGANIZATION
    lede = "Who applies, and whether you do it together with someone."
    CONDITIONS = {"joint_organization": ("joint", "yes"), "payee": ("joint", "yes")}

    organization = Line(label="Organization")
    type = choice(OrganizationType.choices, label="What kind of organization is it?")
    website = Website(label="Website", required=False)
    street = Line(label="Street address")
    city = Line(label="City", longest=80)
    state = State(label="State")
    zip = Zip(label="ZIP code", help_text="Five digits, like 95814")
    joint = choice(JOINT, label="Do you apply jointly?")
    joint_organization = Line(label="The other organization", help_text="Only if you apply jointly")
    payee = choice(Payee.choices, label="Whom would we pay?", help_text="Only if you apply jointly")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, purpose in [
            ("organization", "organization"),
            ("street", "address-line1"),
            ("city", "address-level2"),
            ("state", "address-level1"),
            ("zip", "postal-code"),
        ]:
            self.fields[name].widget.attrs["autocomplete"] = purpose
        self.fields["zip"].widget.attrs["inputmode"] = "numeric"

    def layout(self):
        return [
            "organization",
            "type",
            "website",
            "street",
            Div("city", Field("state"), css_class="two"),
            Field("zip", wrapper_class="w-zip"),
            "joint",
            "joint_organization",
            "payee",
        ]

    def clean(self):
        """Refuse a ZIP code that cannot exist; only warn where it and the state disagree."""
        code, state = self.cleaned_data.get("zip"), self.cleaned_data.get("state")
        if not code:
            return
        known, is_exact = fields.state_of(code)
        if known is None:
            wrong = f"Enter a ZIP code that exists. No code begins with {code[:3]}."
            self.add_error("zip", f"{wrong} You typed “{code}”.")
        elif state and known != state:
            where = TERRITORIES.get(known) or STATE_NAMES[known]
            self.fields["zip"].warning = (
                f"{code} is in {where}, and you chose {STATE_NAMES[state]}. "
                "Please check both; you can go on either way."
            )
        elif not is_exact:
            self.fields[
                "zip"
            ].warning = (
                f"We do not know {code}. If it is a post-office box or a new code, all is well."
            )


class RegionSection(SectionForm):
    slug = Section.REGION
    lede = "Where you would serve, and whom you know there."
    rows_class = Districts

    pin = forms.ChoiceField(
        label="City you would serve",
        widget=fields.Select,
        help_text="You can move this draft to any city that takes applications.",
        error_messages={
            "required": "Choose a city.",
            "invalid_choice": "Choose a city from the list.",
        },
    )
    urban = choice(Urban.choices, label="Is the region you would serve urban?")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["urban"].help_text = self.context.program.urban_text
        if self.context.is_sent:
            del self.fields["pin"]  # the application stays with its city
            return
        self.fields["pin"].choices = [("", "Choose a city"), *self._cities()]
        if self.context.place:
            self.initial["pin"] = self.context.place.region.slug

    def _cities(self):
        """The cities that take applications, and the draft's own, whatever has become of it."""
        for place in self.context.places.values():
            if place.is_sought or place is self.context.place:
                label = f"{place.region.city}, {STATE_NAMES[place.region.state]}"
                note = "" if place.is_sought else f" ({place.status_words.lower()})"
                yield place.region.slug, label + note

    def layout(self):
        pin = [Field("pin", wrapper_class="w-mid")] if "pin" in self.fields else []
        return [*pin, "urban"]

    def clean_pin(self):
        slug = self.cleaned_data["pin"]
        place = self.context.places.get(slug)
        if place and not place.is_sought:
            raise forms.ValidationError(
                f"{place} takes no applications now: {place.status_words.lower()}. Choose another "
                "city, or leave this one: your draft is kept."
            )
        return slug


class ExperienceSection(SectionForm):
    slug = Section.EXPERIENCE
    lede = "What professional development you have run. It need not be in computer science."
    takes_files = True


class PeopleSection(SectionForm):
    slug = Section.PEOPLE
    lede = "Whom we write to, who signs, who handles money, and who would run the program."
    CONDITIONS = {
        "manager_name": ("manager", "named"),
        "manager_email": ("manager", "named"),
        "manager_fte": ("manager", "named"),
    }

    contact_name = Line(label="Name", longest=120)
    contact_title = Line(label="Role", longest=120)
    contact_email = Email(label="E-mail", help_text="News of the application goes here")
    contact_phone = Phone(label="Phone")
    contact_extension = Line(label="Extension", longest=10, required=False)
    signatory_name = Line(label="Name", longest=120)
    signatory_title = Line(label="Role", longest=120)
    signatory_email = Email(
        label="E-mail", help_text="If we make an offer, only this person can accept it"
    )
    fiscal_name = Line(label="Name", longest=120)
    fiscal_email = Email(label="E-mail")
    fiscal_phone = Phone(label="Phone")
    fiscal_extension = Line(label="Extension", longest=10, required=False)
    manager = choice(MANAGER, label="Do you know your program manager?")
    manager_name = Line(label="Name", longest=120)
    manager_email = Email(label="E-mail")
    manager_fte = Number(
        label="Share of full time (FTE) for this program",
        highest=1,
        help_text="0.25 is a quarter of full time",
    )

    GROUPS = {
        "contact": "Contact",
        "signatory": "Who may sign for your organization",
        "fiscal": "Who handles money",
        "manager": "Program manager",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("contact_email", self.context.email)
        for name in ("name", "email"):
            self.fields[f"contact_{name}"].widget.attrs["autocomplete"] = name
        for group, title in self.GROUPS.items():
            for name, field in self.fields.items():
                if name.startswith(f"{group}_"):
                    field.group = title

    def layout(self):
        phones = [
            Div(f"{who}_phone", f"{who}_extension", css_class="two")
            for who in ("contact", "fiscal")
        ]
        return [
            Fieldset(
                self.GROUPS["contact"],
                Div("contact_name", "contact_title", css_class="two"),
                "contact_email",
                phones[0],
            ),
            Fieldset(
                self.GROUPS["signatory"],
                Div("signatory_name", "signatory_title", css_class="two"),
                "signatory_email",
            ),
            Fieldset(
                self.GROUPS["fiscal"],
                Div("fiscal_name", "fiscal_email", css_class="two"),
                phones[1],
            ),
            Fieldset(
                self.GROUPS["manager"],
                "manager",
                Div("manager_name", "manager_email", css_class="two"),
                Field("manager_fte", wrapper_class="w-zip-wide"),
            ),
        ]


class FundingSection(SectionForm):
    slug = Section.FUNDING
    lede = "How the work is paid for before we reimburse it, and after the first years."


class CommunitySection(SectionForm):
    slug = Section.COMMUNITY
    lede = "How computer science teachers in your region would find each other."


class CommitmentsSection(SectionForm):
    """One box to tick for each commitment, from the rows that the program page shows."""

    slug = Section.COMMITMENTS
    lede = "What a partner promises. Tick each one that your organization would keep."

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for commitment in self.context.commitments:
            self.fields[f"c-{commitment.slug}"] = fields.Promise(
                label=commitment.title,
                help_text=markdown_block(commitment.text),
                words=f"{commitment.title}\n{commitment.text}",
            )

    def layout(self):
        return [Field(name) for name in self.fields]


class ReferencesSection(SectionForm):
    slug = Section.REFERENCES
    lede = "People who have seen your professional development and can tell us about it."
    rows_class = References


SECTIONS: dict[str, type[SectionForm]] = {
    section.slug.value: section
    for section in [
        OrganizationSection,
        RegionSection,
        ExperienceSection,
        PeopleSection,
        FundingSection,
        CommunitySection,
        CommitmentsSection,
        ReferencesSection,
    ]
}
