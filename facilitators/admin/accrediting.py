"""The steps that staff take with what facilitators may lead, and what each asks."""

from django import forms

from applications.models import Course, SchoolYear
from facilitators import actions
from facilitators.actions import accrediting as rules
from facilitators.models import Accreditation
from plp.core import days
from plp.core.admin_helpers import check_boxes
from plp.core.confirming import Step
from plp.core.days import pacific_today, validate_day
from plp.core.workflow import TransitionError

ADD = "facilitators.add_accreditation"
CHANGE = "facilitators.change_accreditation"


class Day(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_validators = [validate_day]


class ChoiceOfCourses(forms.ModelMultipleChoiceField):
    """Courses to tick, and as one reads them afterwards."""

    widget = check_boxes()

    def in_words(self, courses):
        return ", ".join(map(str, courses))


class Asks(forms.Form):
    """A form on the page of a step. Of one record, it says beside the field what cannot be."""

    required_css_class = "required"

    def __init__(self, *args, records=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.record = records[0] if len(records) == 1 else None

    def clean(self):
        cleaned = super().clean()
        if self.record and not self.errors:
            field, check = self.check(**cleaned)
            try:
                check()
            except TransitionError as refusal:
                self.add_error(field, str(refusal))
        return cleaned


def end_of_the_next_year():
    """Return the last day of the school year after this one, or of the last that there is."""
    years = SchoolYear.objects.order_by("last_day")
    on = pacific_today()
    ahead = list(years.filter(last_day__gte=on).values_list("last_day", flat=True)[:2])
    return ahead[-1] if ahead else None


class AgainForm(Asks):
    """The days of another accreditation for the same person and course."""

    first_day = Day(label="First valid day", initial=pacific_today)
    last_day = Day(
        label="Last valid day",
        initial=end_of_the_next_year,
        help_text="It still counts. A school year usually ends on 30 June.",
    )

    def check(self, first_day, last_day):
        return "first_day", lambda: self._refuse(self.record.course, first_day, last_day)

    def _refuse(self, course, first_day, last_day):
        of = getattr(self.record, "facilitator", self.record)
        made = Accreditation(facilitator=of, course=course, first_day=first_day, last_day=last_day)
        rules.refuse_days(made)


class AccreditForm(AgainForm):
    """The courses and the days of new accreditations."""

    courses = ChoiceOfCourses(Course.objects.all(), label="For the courses")

    field_order = ["courses", "first_day", "last_day"]

    def check(self, courses, first_day, last_day):
        def refuse():
            for course in courses:
                self._refuse(course, first_day, last_day)

        return "first_day", refuse


class RenewForm(Asks):
    last_day = Day(
        label="Last valid day",
        initial=end_of_the_next_year,
        help_text="Later than it is now. A school year usually ends on 30 June.",
    )

    def check(self, last_day):
        return "last_day", lambda: rules.refuse_renewal(self.record, last_day)


class RevokeForm(Asks):
    from_day = Day(
        label="From",
        initial=pacific_today,
        help_text="The first day on which it does not count any more.",
    )
    reason = forms.CharField(
        label="Why",
        widget=forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"}),
        help_text="The facilitator reads it, in the mail and on their page.",
    )

    def check(self, from_day, reason):
        return "from_day", lambda: rules.refuse_revoking(self.record, from_day)


def _again(accreditation, *, by, **of_days):
    actions.accredit(accreditation.facilitator, accreditation.course, by=by, **of_days)


def _of_both(accreditation):
    """Say what the person of an accreditation has for its course."""
    others = accreditation.facilitator.accreditations.filter(course=accreditation.course)
    return _spans(others.order_by("first_day"))


def _of_all(facilitator):
    """Say all that a facilitator has."""
    found = facilitator.accreditations.select_related("course").order_by("course", "first_day")
    return _spans(found, lambda each: f"{each.course}, ") or "Not accredited"


def _spans(accreditations, before=lambda each: ""):
    return "; ".join(
        f"{before(each)}{days.span(each.first_day, each.ends_on)}"
        for each in accreditations
        if each.ends_on >= each.first_day
    )


def _gap(accreditation):
    """Say that renewing reaches back, where it has ended."""
    on = pacific_today()
    if accreditation.state_on(on) == Accreditation.State.ENDED:
        yield (
            f"It ended on {days.ahead(accreditation.last_day, on)}. Renewed, it counts on the days "
            "since then, too; “Accredit again” leaves them out."
        )


def _is_not_revoked(accreditation):
    return accreditation.revoked_from is None


# What staff do with facilitators, from their list or page.
OF_FACILITATORS = [
    Step(
        slug="accredit",
        label="Accredit",
        done="Accredited",
        consequence="They may lead workshops of the courses from the first day to the last, and "
        "partners find them. For each person, all courses are taken or none: where one of them is "
        "covered already, choose that person again with the others. Each is told in one mail.",
        permission=ADD,
        take=lambda facilitator, *, by, **said: actions.accredit_many(facilitator, by=by, **said),
        form=AccreditForm,
        knows_records=True,
        stands=_of_all,
    ),
]

OF_ACCREDITATIONS = [
    Step(
        slug="renew",
        label="Renew",
        done="Renewed",
        consequence="It lasts until the day that you choose. The facilitator is told.",
        permission=CHANGE,
        take=actions.renew,
        form=RenewForm,
        fits=_is_not_revoked,
        why_not="It is revoked. Accredit them again.",
        knows_records=True,
        known=_gap,
    ),
    Step(
        slug="revoke",
        label="Revoke",
        done="Revoked",
        consequence="It does not count from that day on; what was led before stays as it is. The "
        "facilitator reads why.",
        permission=CHANGE,
        take=actions.revoke,
        form=RevokeForm,
        fits=_is_not_revoked,
        why_not="It is revoked already.",
        knows_records=True,
    ),
    Step(
        slug="again",
        label="Accredit again",
        done="Accredited again",
        consequence="The same person gets another accreditation for the same course, on days of "
        "its own. They are told.",
        permission=ADD,
        take=_again,
        form=AgainForm,
        knows_records=True,
        stands=_of_both,
    ),
]
