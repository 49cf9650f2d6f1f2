"""Until when costs of community events and other invoices can be claimed, and what has to show
them."""

from datetime import date, timedelta

from applications.models import FundingTerms, Partner, PartnerYear
from plp.core import days
from workshops.models import CommunityEvent, Reimbursement, ReimbursementFile

Kind, Role = Reimbursement.Kind, ReimbursementFile.Role

NO_LINE = "Add at least one amount."
NO_RECEIPT = "Add a receipt or an invoice, or other evidence, for what you paid."
NO_LIST = "Add the attendance list: how many came, and which teachers; never names of students."
NO_YEAR = "You had no year in the program on that day."
NO_TERMS = "There are no funding terms for that day."
NOT_OVER = "That day has not come yet."


def year_on(partner: Partner, day: date) -> PartnerYear | None:
    """Return the year of a partner that a day belongs to; of two programs, the confirmed one."""
    found = partner.years.filter(
        program_year__school_year__first_day__lte=day,
        program_year__school_year__last_day__gte=day,
    ).select_related("program_year")
    confirmed = PartnerYear.Status.CONFIRMED
    return max(found, key=lambda year: (year.status == confirmed, -year.pk), default=None)


def claim_by(year: PartnerYear, day: date) -> date | None:
    """Return the last day to claim what was spent on a day; None where no terms were in force."""
    terms = FundingTerms.objects.filter(program=year.program_year.program_id, from_day__lte=day)
    within = terms.order_by("-from_day").values_list("claim_within_days", flat=True).first()
    return within and day + timedelta(days=within)


def too_late(year: PartnerYear | None, day: date, on: date) -> str:
    """Say why what was spent on a day cannot be claimed, or nothing."""
    if year is None:
        return NO_YEAR
    last = claim_by(year, day)
    if last is None:
        return NO_TERMS
    if day > on:
        return NOT_OVER
    if last < on:
        return f"The last day to claim it was {days.in_words(last)}, {days.far(last, on)}."
    return ""


def day_of(request: Reimbursement) -> date:
    """Return the day that decides until when an event or an invoice can be claimed, and the
    reimbursement period."""
    return request.event.last_day if request.event_id else request.of_day


def obstacles_of(request: Reimbursement, on: date) -> list[str]:
    """Return sentences on why a request for an event or an invoice cannot be sent.

    One that was sent in time, and returned, can be sent again at any time.
    """
    found = [] if _was_sent(request) else [too_late(request.partner_year, day_of(request), on)]
    roles = set(request.files.values_list("role", flat=True))
    found.append("" if request.lines.exists() else NO_LINE)
    found.append("" if roles & {Role.RECEIPT, Role.EVIDENCE} else NO_RECEIPT)
    if request.kind == Kind.EVENT:
        found.append("" if Role.ATTENDANCE in roles else NO_LIST)
        is_completed = request.event.status == CommunityEvent.Status.COMPLETED
        found.append("" if is_completed else "Say first how the event went.")
    return [sentence for sentence in found if sentence]


def _was_sent(request):
    return request.changes.filter(new=Reimbursement.Status.SENT).exists()
