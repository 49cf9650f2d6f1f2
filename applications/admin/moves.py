"""The steps that staff take with applications, partners and regions, and what each asks."""

from datetime import timedelta

from django import forms

from applications import actions
from applications.actions import renewing
from applications.actions.reviewing import MAY_BE_REOPENED, TO_BE_READ
from applications.models import Application, PartnerYear, ProgramEvent, ProgramYear
from applications.models.partner import Right
from applications.models.questions import Section
from applications.registry import open_at
from plp.core.admin_helpers import check_boxes
from plp.core.confirming import Step
from plp.core.days import in_year, pacific_today, validate_day

Status = Application.Status
DECIDE = "applications.decide_application"

DAYS_TO_REPLY = timedelta(days=14)


class Day(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_validators = [validate_day]


class Words(forms.CharField):
    """Some sentences."""

    widget = forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"})


class Asks(forms.Form):
    """A form on the page of a step."""

    required_css_class = "required"


def refuse_past(day):
    if day < pacific_today():
        raise forms.ValidationError("This day has passed. Choose today or a later day.")


class ChangesForm(Asks):
    sections = forms.MultipleChoiceField(
        choices=[choice for choice in Section.choices if choice[0] != "review"],
        widget=check_boxes(),
        help_text="Only these can be changed; all else stays as it was sent.",
    )
    message = Words(help_text="The applicant reads it word for word, in the mail and on the page.")


class OfferForm(Asks):
    reply_by = Day(
        label="Last day to reply",
        validators=[refuse_past],
        initial=lambda: pacific_today() + DAYS_TO_REPLY,
        help_text="Until midnight Pacific. After it, the offer lapses by itself.",
    )
    conditions = Words(required=False, help_text="The signatory accepts them with the offer.")


class WaitlistForm(Asks):
    until = Day(
        label="On the waiting list until",
        validators=[refuse_past],
        initial=lambda: pacific_today() + timedelta(days=90),
        help_text="The last day. After it, you decide again: nothing happens by itself.",
    )
    message = Words(required=False, help_text="Added to the mail. May be empty.")


class DeclineForm(Asks):
    message = Words(required=False, help_text="Added to the mail. May be empty.")


class TakeBackForm(Asks):
    message = Words(label="Why", help_text="All who knew of the offer read it.")


class ReasonForm(Asks):
    reason = Words(help_text="Kept with the application, for staff.")


def _in(*statuses):
    return lambda application: application.status in statuses


OF_APPLICATIONS = [
    Step(
        slug="start-review",
        label="Start review",
        done="Started the review",
        consequence="The applicant reads “Under review”. One that waits for changes is read as it "
        "is, and the applicant can no longer change it.",
        permission=DECIDE,
        take=actions.start_review,
        fits=_in(*TO_BE_READ),
        why_not="It is being read already, or decided.",
    ),
    Step(
        slug="request-changes",
        label="Request changes",
        done="Requested changes",
        consequence="The sections you choose are open for the applicant until they send them back; "
        "the review goes on then.",
        permission=DECIDE,
        take=actions.request_changes,
        form=ChangesForm,
        fits=_in(Status.IN_REVIEW),
        why_not="Start the review first.",
    ),
    Step(
        slug="offer",
        label="Offer the partnership",
        done="Offered the partnership",
        consequence="The signatory is asked to answer, and the contact hears of it. On the map, "
        "the city is reserved until then. A yes makes the organization our partner at once.",
        permission=DECIDE,
        take=actions.offer,
        form=OfferForm,
        fits=_in(Status.IN_REVIEW, Status.WAITLISTED),
        why_not="Only what is in review or waitlisted can be offered a region.",
    ),
    Step(
        slug="waitlist",
        label="Put on the waiting list",
        done="Put on the waiting list",
        consequence="The applicant reads until when. When an offer for the region comes to "
        "nothing, the mail to you names who waits.",
        permission=DECIDE,
        take=actions.waitlist,
        form=WaitlistForm,
        fits=_in(Status.IN_REVIEW, Status.WAITLISTED),
        why_not="Only what is in review or waitlisted can wait.",
    ),
    Step(
        slug="decline",
        label="Decline",
        done="Declined",
        consequence="The applicant reads that you have not selected them. You can reopen it later.",
        permission=DECIDE,
        take=actions.decline,
        form=DeclineForm,
        fits=_in(Status.IN_REVIEW, Status.WAITLISTED),
        why_not="Only what is in review or waitlisted can be declined.",
    ),
    Step(
        slug="take-back",
        label="Take the offer back",
        done="Took the offer back",
        consequence="The offer cannot be answered any more, the application is in review again, "
        "and the city takes applications.",
        permission=DECIDE,
        take=actions.take_back,
        form=TakeBackForm,
        fits=_in(Status.OFFERED),
        why_not="There is no offer that waits for an answer.",
    ),
    Step(
        slug="reopen",
        label="Reopen",
        done="Reopened",
        consequence="It is in review again, and the applicant is told so, but not why.",
        permission=DECIDE,
        take=actions.reopen,
        form=ReasonForm,
        fits=_in(*MAY_BE_REOPENED),
        why_not="Only what was declined or withdrawn, or has lapsed, can be reopened.",
    ),
    Step(
        slug="withdraw",
        label="Withdraw for the applicant",
        done="Withdrew for the applicant",
        consequence="As if the applicant had withdrawn, say on the phone. An offer is refused "
        "with it.",
        permission=DECIDE,
        take=actions.withdraw,
        form=ReasonForm,
        fits=lambda application: application.can_move(Status.WITHDRAWN),
        why_not="It is decided already.",
    ),
]


class EndForm(Asks):
    last_day = Day(
        help_text="The partnership holds through this day, and the region is open the day after. "
        "A day that has passed ends it at once."
    )
    reason = Words(help_text="The partner's people read it in the mail.")

    def clean_last_day(self):
        day = self.cleaned_data["last_day"]
        if day > in_year(pacific_today(), 5):
            raise forms.ValidationError("That is more than five years away. Check the year.")
        return day


class InviteForm(Asks):
    email = forms.EmailField(label="E-mail")
    name = forms.CharField(max_length=200)
    rights = forms.MultipleChoiceField(
        label="May act as",
        required=False,
        choices=Right.choices,
        widget=check_boxes(),
        help_text="None ticked: sees the partner's pages, changes nothing.",
    )


class YearChoice(forms.ModelChoiceField):
    def label_from_instance(self, year):
        return f"{year} ({year.program.slug})"


class YearForm(Asks):
    program_year = YearChoice(
        ProgramYear.objects.select_related("program", "school_year").order_by(
            "-school_year__first_day", "program"
        )
    )


class NoteForm(Asks):
    note = Words(label="How you know", help_text="Kept with the year, for staff.")


def _end(partner, *, by, last_day, reason):
    actions.end_partnership(partner, by=by, last_day=last_day, reason=reason, on=pacific_today())


def _open_year(partner, *, by, program_year):
    actions.open_year(partner, program_year)


def _open_next_year(partner, *, by):
    renewing.open_next_year(partner, by=by)


def _last_year(partner):
    """Say which year of a partner is the last one, and how it stands."""
    related = partner.years.select_related("program_year__school_year")
    year = related.order_by("program_year__school_year").last()
    return f"{year.program_year}: {year.get_status_display().lower()}" if year else "No year yet"


OF_PARTNERS = [
    Step(
        slug="invite",
        label="Invite a member",
        done="Invited a member",
        consequence="They get a link by mail, valid for 14 days, with which they make an account "
        "or use the one they have.",
        permission="applications.change_partner",
        take=actions.invite_member,
        form=InviteForm,
        fits=lambda partner: partner.ended_on is None,
        why_not="The partnership has ended.",
    ),
    Step(
        slug="open-next-year",
        label="Open the next year",
        done="Opened the next year",
        consequence="The partner gets a copy of everything that its next year asks. Its program "
        "managers and signatories are asked to renew, and reminded until they answer.",
        permission="applications.change_partneryear",
        take=_open_next_year,
        stands=_last_year,
        fits=lambda partner: partner.ended_on is None,
        why_not="The partnership has ended.",
    ),
    Step(
        slug="open-year",
        label="Open a year",
        done="Opened a year",
        consequence="The partner gets a copy of everything that the year asks, to renew. Nobody "
        "is written to; confirm it on the year's own page.",
        permission="applications.change_partneryear",
        take=_open_year,
        stands=_last_year,
        form=YearForm,
        fits=lambda partner: partner.ended_on is None,
        why_not="The partnership has ended.",
    ),
    Step(
        slug="end",
        label="End the partnership",
        done="Set the last day of the partnership",
        consequence="After the last day, the region takes applications again, and invitations "
        "that are still open are taken back. Members keep seeing their pages. Then you can tell "
        "who waits for the region, on the region's own page: nobody is told before you say so.",
        permission="applications.end_partner",
        take=_end,
        form=EndForm,
        fits=lambda partner: partner.ended_on is None,
        why_not="It has ended already.",
        known=lambda partner: open_at(partner, pacific_today()),
    ),
    Step(
        slug="keep",
        label="Keep the partnership",
        done="Called the end off",
        consequence="The planned last day is dropped, and the partner's people read that the "
        "partnership goes on. For another last day, end it once more with that day.",
        permission="applications.end_partner",
        take=actions.keep_partnership,
        fits=lambda partner: partner.ended_on is None and partner.ends_on is not None,
        why_not="No end is planned.",
    ),
]


class SessionForm(Asks):
    event = forms.ModelChoiceField(
        ProgramEvent.objects.none(),
        label="Summer session",
        help_text="That of its state needs no exception: choose it to end one.",
    )
    reason = Words(help_text="The partner's people read it in the mail and on their page.")

    def __init__(self, *args, records, **kwargs):
        super().__init__(*args, **kwargs)
        sessions = ProgramEvent.objects.filter(kind=ProgramEvent.Kind.SUMMER_SESSION)
        self.fields["event"].queryset = sessions.filter(program_year=records[0].program_year_id)


OF_PARTNER_YEARS = [
    Step(
        slug="session",
        label="Choose another summer session",
        done="Chose another summer session for",
        consequence="Who is registered for the session before moves along, and is written to with "
        "the partner's program managers.",
        permission="applications.change_eventexception",
        take=actions.choose_session,
        form=SessionForm,
        knows_records=True,
        is_single=True,
    ),
    Step(
        slug="confirm",
        label="Confirm",
        done="Confirmed",
        consequence="The partner has told you that it goes on: what the year asks holds for it.",
        permission="applications.change_partneryear",
        take=actions.confirm_year,
        form=NoteForm,
        fits=lambda year: year.can_move(PartnerYear.Status.CONFIRMED),
        why_not="This is said already.",
    ),
    Step(
        slug="not-renewing",
        label="Not renewing",
        done="Noted as not renewing",
        consequence="The partner has told you that it does not go on. The partnership itself ends "
        "on the partner's page.",
        permission="applications.change_partneryear",
        take=actions.not_renew_year,
        form=NoteForm,
        fits=lambda year: year.can_move(PartnerYear.Status.NOT_RENEWING),
        why_not="This is said already.",
    ),
]

OF_REGIONS = [
    Step(
        slug="tell-waiting",
        label="Tell who waits for it",
        done="Told who waits for it",
        consequence="Waitlisted applicants and the interest list are written to: the region is "
        "free. Each is told once.",
        permission=DECIDE,
        take=actions.tell_waiting,
    ),
]

OF_EVENTS = [
    Step(
        slug="check-in-code",
        label="Show the check-in code",
        done="Made the check-in code",
        consequence="With the code, members and teachers who are registered say themselves that "
        "they are there. It stands on the event's own page: print it, or put it on a screen.",
        permission="applications.change_programevent",
        take=actions.show_check_in_code,
        fits=lambda event: not event.check_in_code,
        why_not="It has one; it stands below.",
        is_single=True,
    ),
]
