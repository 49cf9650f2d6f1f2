"""What confirmations and progress calls add to a partner's pages, its news and its report."""

from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q
from django.urls import reverse

from applications import annual
from applications.acting import portal_page
from applications.agenda import completed
from applications.measures import Kind
from applications.models import (
    AnnualReport,
    CallAction,
    Confirmation,
    ConfirmationStatusChange,
    Partner,
    PartnerYear,
    ProgressCall,
    ProgressCallStatusChange,
)
from applications.models.partner import Right
from applications.next_steps import met_at
from applications.registry import (
    KeyDate,
    News,
    NextStep,
    key_dates,
    news,
    next_steps,
    open_matters,
    report_figures,
)
from plp.core import days

Status = ProgressCall.Status
# A proposed time that nobody answered is forgotten at last.
ASKED_FOR = timedelta(days=30)

met_at("applications:confirm", Kind.FUNDING, Kind.PRIVACY, of_requirement=True)
met_at("applications:calls", Kind.CALLS)
portal_page("Calls", "applications:calls", 60)
portal_page("Report", "applications:report", 65)

TO_REGION = "partner_year__partner__region"


def _page(call):
    return reverse("applications:call", args=[call.partner_year.partner_id, call.pk])


@next_steps
def times_to_answer(partners, on: date):
    """The times that staff have proposed."""
    since = days.start_of(on - ASKED_FOR)
    calls = ProgressCall.objects.filter(
        partner_year__partner__in=partners,
        status=Status.PROPOSED,
        is_staffs_turn=False,
        at__gte=since,
    )
    for call in calls.select_related(TO_REGION):
        day = days.pacific_day(call.at)
        yield NextStep(
            call.partner_year.partner_id,
            f"call {call.pk}",
            "Propose another time for our progress call"
            if day < on
            else "Answer the time we proposed for a progress call",
            _page(call),
            day,
            f"We proposed {call.when}.",
            Right.MANAGE,
        )


@next_steps
def actions_to_do(partners, on: date):
    """What a partner's people took on in calls and have not ticked."""
    found = CallAction.objects.filter(
        call__partner_year__partner__in=partners, side=CallAction.Side.PARTNER, done_at=None
    )
    for action in found.exclude(call__status=Status.CALLED_OFF).select_related(
        "call__partner_year", "owner"
    ):
        yield NextStep(
            action.call.partner_year.partner_id,
            f"action {action.pk}",
            f"Do what you took on: {action.what}",
            f"{_page(action.call)}#actions",
            action.due_on,
            f"{action.owner} does it." if action.owner else "",
            None if action.owner else Right.MANAGE,
        )


# For so long after its last day, a report that was not sent is still asked for.
REPORT_ASKED_FOR = timedelta(days=365)


@next_steps
def reports_to_send(partners, on: date):
    """The annual reports of years that end soon or have ended."""
    years = PartnerYear.objects.filter(
        partner__in=partners,
        status=PartnerYear.Status.CONFIRMED,
        report__sent_at__isnull=True,
        program_year__school_year__last_day__lte=on + annual.ASKED_BEFORE,
        program_year__school_year__last_day__gte=on - annual.ASKED_UNTIL - REPORT_ASKED_FOR,
        partner__started_on__lte=F("program_year__school_year__last_day"),
    )
    for year in years.select_related("program_year__school_year"):
        yield NextStep(
            year.partner_id,
            f"report {year.pk}",
            f"Send your annual report {year.program_year.school_year}",
            reverse("applications:report-of-year", args=[year.partner_id, year.pk]),
            annual.last_day(year),
            "Its figures are filled in from the records.",
            Right.MANAGE,
        )


@key_dates
def agreed_calls(partner: Partner, year: PartnerYear | None, on: date):
    calls = ProgressCall.objects.filter(partner_year__partner=partner, status=Status.AGREED)
    for call in calls.select_related(TO_REGION):
        day = call.at.astimezone(call.zone).date()
        time = call.when.partition(", ")[2].partition(", ")[2]
        yield KeyDate(day, day, f"Progress call, {time}", _page(call))


@news
def completed_calls(partner: Partner, since: datetime):
    moves = ProgressCallStatusChange.objects.filter(
        call__partner_year__partner=partner,
        call__status=Status.COMPLETED,
        new=Status.COMPLETED,
        at__gte=since,
    )
    last = {move.call_id: move for move in moves.select_related("call")}
    for move in last.values():
        yield News(move.at, completed(move.call))


@news
def given_confirmations(partner: Partner, since: datetime):
    given = Confirmation.objects.filter(
        requirement__partner_year__partner=partner, given_at__gte=since
    )
    for each in given.select_related("requirement__requirement__course"):
        yield News(each.given_at, each.requirement.name)


@news
def answered_confirmations(partner: Partner, since: datetime):
    moves = ConfirmationStatusChange.objects.filter(
        confirmation__requirement__partner_year__partner=partner, at__gte=since
    )
    for move in moves.select_related("confirmation__requirement__requirement__course"):
        word = Confirmation.Status(move.new).label.lower()
        yield News(move.at, f"{move.confirmation.requirement.name}: {word} by us")


@news
def sent_reports(partner: Partner, since: datetime):
    reports = AnnualReport.objects.filter(partner_year__partner=partner, sent_at__gte=since)
    for report in reports.select_related("partner_year__program_year__school_year"):
        year = report.partner_year.program_year.school_year
        yield News(report.sent_at, f"Annual report {year} sent")


@report_figures
def of_calls(year: PartnerYear):
    """How many calls were completed, and what became of the actions."""
    calls = year.calls.filter(status=Status.COMPLETED).count()
    actions = CallAction.objects.filter(call__partner_year=year).exclude(
        call__status=Status.CALLED_OFF
    )
    said = actions.aggregate(all=Count("pk"), done=Count("pk", filter=Q(done_at__isnull=False)))
    yield "Progress calls completed", str(calls)
    if said["all"]:
        yield "Actions from calls, done", f"{said['done']} of {said['all']}"


@report_figures
def of_confirmations(year: PartnerYear):
    given = Confirmation.objects.counting().filter(requirement__partner_year=year)
    verified = Count("pk", filter=Q(status=Confirmation.Status.VERIFIED))
    said = given.aggregate(all=Count("pk"), verified=verified)
    if said["all"]:
        yield "Confirmations verified", f"{said['verified']} of {said['all']}"


@open_matters
def calls_and_actions(partner: Partner, on: date):
    calls = ProgressCall.objects.filter(
        partner_year__partner=partner, status__in=[Status.PROPOSED, Status.AGREED]
    )
    for call in calls.select_related(TO_REGION):
        yield f"A progress call is {call.get_status_display().lower()} for {call.when}."
    found = CallAction.objects.filter(call__partner_year__partner=partner, done_at=None)
    for action in found.exclude(call__status=Status.CALLED_OFF).select_related("owner"):
        yield f"An action of a call is open: {action.what} ({action.whose})."


@open_matters
def unsent_reports(partner: Partner, on: date):
    for step in reports_to_send([partner], on):
        yield f"Not done yet: {step.what[0].lower()}{step.what[1:]}."


@open_matters
def unverified_confirmations(partner: Partner, on: date):
    given = Confirmation.objects.filter(
        requirement__partner_year__partner=partner, status=Confirmation.Status.GIVEN
    )
    for each in given.select_related("requirement__requirement__course"):
        yield f"A confirmation is not verified: {each.requirement.name}."
