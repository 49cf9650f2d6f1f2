"""What the demo's partners have confirmed, talked about with staff, and reported."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from applications import annual
from applications.actions import annual_reports, calling, confirming
from applications.agenda import agenda_for
from applications.models import Confirmation, Partner, PartnerYear, ProgressCall
from plp.core.models import User

Status = ProgressCall.Status

HOW = "A call: https://call.example/progress"
NOTES = "Seven districts want to send teachers. The library offers its rooms for the meetups."
FUNDING = "The county has set the money aside for the program manager and four workshops."
PRIVACY = "We keep to the privacy policy, and so does everybody who works for us."

# Days from today and how a call stands, for each partner in turn.
CALLS = [
    [(-45, Status.COMPLETED), (9, Status.AGREED), (20, Status.PROPOSED)],
    [(-30, Status.COMPLETED), (-2, Status.AGREED)],
    [(12, Status.PROPOSED)],
    [(20, Status.AGREED)],
]

WORDS = {
    "well": "Forty teachers came to the first meetup, and half of them brought a colleague.",
    "hard": "Rooms with enough power outlets are rare in old school buildings.",
    "region": "Rural districts join when a neighbor calls them, hardly ever when we write.",
    "plans": "A second facilitator, and a meetup in the north of the region each season.",
    "story": "A librarian who came to help with the chairs teaches the course now.",
}


def load(coordinator: User, on: date) -> None:
    """Write confirmations, calls with notes and actions, and a report, as of a day."""
    partners = list(Partner.objects.active().select_related("region").order_by("pk"))
    years = [year for partner in partners if (year := _running(partner, on))]
    for number, year in enumerate(years):
        if number < len(CALLS):
            _confirm(year, number, coordinator, on)
            for ahead, status in CALLS[number]:
                _call(year, _weekday(on + timedelta(days=ahead)), status, coordinator, on)
    for year in years[1:2]:
        _report(year, on)


def _running(partner, on) -> PartnerYear | None:
    return partner.years.filter(program_year__school_year__last_day__gte=on).first()


def _weekday(day):
    """Return a day, or the Friday before it: nobody calls at the weekend."""
    return day - timedelta(days=max(day.weekday() - 4, 0))


def _confirm(year, number, coordinator, on):
    """Most have confirmed; one confirmation is verified, and one was returned."""
    school_year = year.program_year.school_year
    member = year.partner.memberships.select_related("user").first()
    by = member and member.user
    said = {"text": FUNDING, "done_on": school_year.first_day, "valid_until": school_year.last_day}
    for row in year.requirements.filter(requirement__kind="funding"):
        given = Confirmation.objects.create(requirement=row, by=by, **said)
        if number == 1:
            confirming.verify(given, by=coordinator)
        if number == 2:
            word = "Please name the line of the budget, or send us the letter of your board."
            confirming.return_confirmation(given, by=coordinator, word=word)
    for row in year.requirements.filter(requirement__kind="privacy"):
        if number != 3:
            Confirmation.objects.create(requirement=row, by=by, text=PRIVACY, done_on=on)


def _call(year, day, status, coordinator, on):
    """Write a call at ten in the morning of the region, and take it where it stands."""
    zone = ZoneInfo(year.partner.region.zone)
    at = datetime.combine(day, time(10), tzinfo=zone)
    call = ProgressCall(partner_year=year, at=at, how=HOW)
    if day > on and not call.has_begun(timezone.now()):
        call = calling.propose_call(call, by=coordinator, is_staff=True, on=on)
    else:
        call.agenda = agenda_for(year, on)
        call.save()
    if status != Status.PROPOSED:
        call.move(Status.AGREED, by=None)
    if status == Status.COMPLETED:
        call.move(Status.COMPLETED, by=coordinator)
        call.notes = NOTES
        call.save()
        _take_on(call, coordinator, on)


def _take_on(call, coordinator, on):
    member = call.partner_year.partner.memberships.select_related("user").first()
    ask = calling.add_action(
        call,
        what="Ask the library for its rooms in the spring",
        side="partner",
        owner=member.user if member else None,
        due_on=on + timedelta(days=14),
    )
    send = calling.add_action(
        call, what="Send the list of new facilitators", side="staff", owner=coordinator, due_on=None
    )
    calling.tick(ask if member is None else send, by=coordinator, is_done=True)


def _report(year, on):
    """One partner has sent its report early, as its own board wanted it."""
    saved = annual_reports.save_report(year, {n: WORDS[n] for n in annual.PARTS}, seen=0)
    annual_reports.send_report(year, by=None, seen=saved.version, on=on)
