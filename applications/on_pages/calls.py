"""Progress calls on a partner's pages: times to answer, what was taken on, what was completed."""

from datetime import date, datetime, timedelta

from django.db.models import CharField, Count, F, FilteredRelation, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse

from applications.acting import portal_page
from applications.agenda import completed
from applications.look import Look
from applications.measures import Kind
from applications.models import (
    CallAction,
    Partner,
    PartnerYear,
    ProgressCall,
    ProgressCallStatusChange,
)
from applications.models.calls import OPEN
from applications.models.partner import Right
from applications.registry import (
    KeyDate,
    News,
    NextStep,
    key_dates,
    met_at,
    news,
    next_steps,
    open_matters,
    report_figures,
)
from plp.core import days

Status = ProgressCall.Status
# A proposed time that nobody answered is forgotten at last.
ASKED_FOR = timedelta(days=30)

met_at("applications:calls", Kind.CALLS)
met_at("applications:people", Kind.MANAGER)
portal_page("Calls", "applications:calls", 60)

TO_REGION = "partner_year__partner__region"


def _page(call):
    return reverse("applications:call", args=[call.partner_year.partner_id, call.pk])


def open_calls(look: Look) -> list[ProgressCall]:
    """Calls that are proposed or agreed, and those from which the partner has something to do:
    one row for each thing, as `todo`, `todo_what`, `todo_due`, `todo_name`."""
    todo = Q(actions__side=CallAction.Side.PARTNER, actions__done_at=None)
    calls = ProgressCall.objects.filter(partner_year__partner__in=look.partners)
    calls = calls.exclude(status=Status.CALLED_OFF).annotate(
        action=FilteredRelation("actions", condition=todo),
        todo=F("action"),
        todo_what=F("action__what"),
        todo_due=F("action__due_on"),
        todo_name=Coalesce(
            NullIf("action__owner__name", Value("")),
            "action__owner__email",
            output_field=CharField(),
        ),
    )
    is_open = Q(status__in=OPEN)
    return list(calls.filter(is_open | Q(todo__isnull=False)).select_related(TO_REGION))


def coming(look: Look) -> list[ProgressCall]:
    """Calls that are proposed or agreed, each once."""
    calls = {call.pk: call for call in look.once(open_calls)}
    return [call for call in calls.values() if call.is_open]


@next_steps
def times_to_answer(look: Look):
    """The times that staff have proposed."""
    for call in coming(look):
        day = days.pacific_day(call.at)
        if call.status != Status.PROPOSED or call.is_staffs_turn or day < look.on - ASKED_FOR:
            continue
        yield NextStep(
            call.partner_year.partner_id,
            f"call {call.pk}",
            "Propose another time for our progress call"
            if day < look.on
            else "Answer the time we proposed for a progress call",
            _page(call),
            day,
            f"We proposed {call.when}.",
            Right.MANAGE,
        )


@next_steps
def actions_to_do(look: Look):
    """What a partner's people took on in calls and have not ticked."""
    for call in look.once(open_calls):
        if call.todo:
            yield NextStep(
                call.partner_year.partner_id,
                f"action {call.todo}",
                f"Do what you took on: {call.todo_what}",
                f"{_page(call)}#actions",
                call.todo_due,
                f"{call.todo_name} does it." if call.todo_name else "",
                None if call.todo_name else Right.MANAGE,
            )


@key_dates
def agreed_calls(look: Look):
    for call in coming(look):
        if call.status == Status.AGREED:
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


@open_matters
def calls_and_actions(partner: Partner, on: date):
    calls = ProgressCall.objects.open().filter(partner_year__partner=partner)
    for call in calls.select_related(TO_REGION):
        yield f"A progress call is {call.get_status_display().lower()} for {call.when}."
    found = CallAction.objects.open().filter(call__partner_year__partner=partner)
    for action in found.select_related("owner"):
        yield f"An action of a call is open: {action.what} ({action.whose})."
