"""Until when costs of community events and other invoices can be claimed, and what has to show
them."""

from datetime import date, timedelta
from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from applications.models import FundingTerms, Partner, PartnerYear
from applications.models.funding import MOST_DAYS_TO_CLAIM, in_force
from plp.core import days
from workshops.models import CommunityEvent, Reimbursement, ReimbursementFile
from workshops.money.records import confirmed_first

Kind, Role = Reimbursement.Kind, ReimbursementFile.Role

NO_LINE = "Add at least one amount."
NO_RECEIPT = "Add a receipt or an invoice, or other evidence, for what you paid."
NO_LIST = "Add the attendance list: how many came, and which teachers; never names of students."
NO_YEAR = "You had no year in the program on that day."
NO_TERMS = "There are no funding terms for that day."
NOT_OVER = "That day has not come yet."
NOT_COMPLETED = "Say first how the event went."
LONGEST = timedelta(days=MOST_DAYS_TO_CLAIM)


class Rules:
    """The years and funding terms of a partner, read in two queries once they are asked for."""

    def __init__(self, partner: Partner):
        self.partner = partner

    @cached_property
    def years(self):
        """Its years; of two programs, the confirmed one first."""
        return confirmed_first(self.partner.years.select_related("program_year__school_year"))

    @cached_property
    def terms(self):
        programs = {year.program_year.program_id for year in self.years}
        return list(FundingTerms.objects.filter(program__in=programs))

    def year_on(self, day: date) -> PartnerYear | None:
        """Return the year that a day belongs to."""
        return next((year for year in self.years if _is_in(day, year)), None)

    def claim_by(self, day: date) -> date | None:
        """Return the last day to claim what was spent on a day; None where that is not known."""
        year = self.year_on(day)
        program = year and year.program_year.program_id
        terms = in_force((t for t in self.terms if t.program_id == program), day)
        return terms and day + timedelta(days=terms.claim_within_days)

    def too_late(self, day: date, on: date) -> str:
        """Say why what was spent on a day cannot be claimed, or nothing."""
        if self.year_on(day) is None:
            return NO_YEAR
        last = self.claim_by(day)
        if last is None:
            return NO_TERMS
        if day > on:
            return NOT_OVER
        if last < on:
            return f"The last day to claim it was {days.in_words(last)}, {days.far(last, on)}."
        return ""


def _is_in(day, year):
    school_year = year.program_year.school_year
    return school_year.first_day <= day <= school_year.last_day


def day_of(request: Reimbursement) -> date:
    """Return the day that decides until when an event or an invoice can be claimed, and the
    reimbursement period."""
    return request.event.last_day if request.event_id else request.of_day


def obstacles_of(request: Reimbursement, on: date) -> list[str]:
    """Return sentences on why a request for an event or an invoice cannot be sent.

    One that was sent in time, and returned, can be sent again at any time.
    """
    is_event = request.kind == Kind.EVENT
    is_completed = not is_event or request.event.status == CommunityEvent.Status.COMPLETED
    was_sent = request.changes.filter(new=Reimbursement.Status.SENT).exists()
    roles = set(request.files.values_list("role", flat=True))
    found = [
        "" if was_sent else Rules(request.partner).too_late(day_of(request), on),
        "" if is_completed else NOT_COMPLETED,
        "" if request.lines.exists() else NO_LINE,
        "" if roles & {Role.RECEIPT, Role.EVIDENCE} else NO_RECEIPT,
        NO_LIST if is_event and Role.ATTENDANCE not in roles else "",
    ]
    return [sentence for sentence in found if sentence]


def can_still_be_claimed(on: date) -> Q:
    """Match completed events over not longer ago than costs can ever be claimed, and not claimed;
    the terms of each say until when it is."""
    asked = Reimbursement.objects.going_on().filter(event=OuterRef("pk"))
    is_completed = Q(status=CommunityEvent.Status.COMPLETED)
    return is_completed & Q(last_day__gte=on - LONGEST) & ~Exists(asked)


def claimable_events(partner: Partner, on: date) -> list[tuple[CommunityEvent, date]]:
    """Return completed events whose costs can still be claimed and are not, each with the last day
    to claim them, the nearest first; in three queries."""
    rules = Rules(partner)
    found = partner.community_events.filter(can_still_be_claimed(on), last_day__lte=on)
    dated = [(event, rules.claim_by(event.last_day)) for event in found]
    open_ones = [(event, last) for event, last in dated if last and last >= on]
    return sorted(open_ones, key=lambda each: (each[1], each[0].pk))
