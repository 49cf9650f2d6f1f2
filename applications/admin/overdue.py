"""Who is overdue and why: each requirement with how far it is, whom to ask, and the last word."""

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from django import forms
from django.core.paginator import Paginator
from django.db.models import Max

from applications.counting import Line
from applications.models import Membership, Partner, ProgressCall, Requirement
from applications.models.program import STATES
from applications.overview import overdue
from applications.promised import so_far
from plp.core import days
from plp.core.admin_helpers import paged, step_page
from plp.core.days import pacific_today
from plp.core.exporting import Column, as_file
from plp.core.keys import key_in
from plp.core.models import Message, User

TITLE = "Who is overdue, and with what"
ON_A_PAGE = 50


class Choose(forms.Form):
    state = forms.ChoiceField(choices=[("", "All states"), *STATES], required=False)
    kind = forms.ChoiceField(
        label="Requirement",
        choices=[("", "All requirements"), *Requirement.Kind.choices],
        required=False,
    )


class Late(NamedTuple):
    """One overdue requirement as staff read it."""

    line: Line
    managers: list[User]
    called: datetime | None  # the last call that was completed
    written: datetime | None  # the last mail to a manager

    @property
    def partner(self):
        return self.line.row.partner_year.partner

    @property
    def so_far(self):
        return so_far(self.line)

    @property
    def far(self):
        return days.far(self.line.last_day, pacific_today())

    @property
    def mailto(self):
        return ",".join(user.email for user in self.managers)


def page(model_admin, request):
    """Show what is overdue, the longest first."""
    form, found = _found(request)
    shown = Paginator(found, ON_A_PAGE).get_page(request.GET.get("p"))
    shown.rows = with_people(shown.object_list)
    context = {
        "form": form,
        "partner": _partner(request),
        "page": shown,
        "partners": len({line.row.partner_year.partner_id for line in found}),
        "query": paged(request),
        "exports": model_admin.exports_of(request, "overdue"),
    }
    return step_page(request, model_admin, "applications/partner/overdue", TITLE, **context)


def export(model_admin, request, kind):
    """Return all of it as a file."""
    _, found = _found(request)
    columns = [
        Column("Partner", lambda late: str(late.partner)),
        Column("City", "partner__region__city"),
        Column("State", "partner__region__state"),
        Column("Requirement", "line__row__name"),
        Column("So far", "so_far"),
        Column("Last day", "line__last_day"),
        Column("Program managers", lambda late: "\n".join(map(str, late.managers))),
        Column("Their e-mail", lambda late: "\n".join(user.email for user in late.managers)),
        Column("Last call (Pacific time)", "called"),
        Column("Last mail (Pacific time)", "written"),
    ]
    return as_file(kind, f"overdue-{pacific_today()}", columns, with_people(found))


def _found(request):
    form = Choose(request.GET)
    form.is_valid()
    state, kind = (form.cleaned_data.get(name) for name in ("state", "kind"))
    partners = Partner.objects.active()
    if state:
        partners = partners.filter(region__state=state)
    if partner := _partner(request):
        partners = partners.filter(pk=partner.pk)
    found = overdue(pacific_today(), partners)
    return form, [line for line in found if not kind or line.kind == kind]


def _partner(request):
    return Partner.objects.filter(pk=key_in(request.GET.get("partner"))).first()


def with_people(found: list[Line]) -> list[Late]:
    """Add whom to ask and the last word, in three queries."""
    keys = {line.row.partner_year.partner_id for line in found}
    managers = defaultdict(list)
    members = Membership.objects.filter(partner__in=keys, may_manage=True).select_related("user")
    for member in members:
        managers[member.partner_id].append(member.user)
    emails = {user.email for users in managers.values() for user in users}
    written = _last(Message.objects.filter(to__in=emails), "to", "sent_at")
    calls = ProgressCall.objects.filter(partner_year__partner__in=keys)
    completed = calls.filter(status=ProgressCall.Status.COMPLETED)
    called = _last(completed, "partner_year__partner", "at")
    return [
        Late(
            line,
            managers[partner],
            called.get(partner),
            max(
                (written[u.email] for u in managers[partner] if written.get(u.email)), default=None
            ),
        )
        for line in found
        for partner in [line.row.partner_year.partner_id]
    ]


def _last(rows, by, at):
    return dict(rows.order_by().values_list(by).annotate(last=Max(at)))
