"""The reports on applications and reviewers: chosen, drawn, read as tables, saved as files."""

from operator import itemgetter
from typing import NamedTuple

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from applications.admin.base import ChoiceOfProgram, ChoiceWithProgram
from applications.models import Program, Round
from applications.models.applicant import OrganizationType
from applications.models.program import STATES
from applications.models.reviews import READ_ALL
from applications.reports import Asked, Table, by_reviewer, funnel, time_to_decision
from applications.reports.tables import in_words
from plp.core.admin_helpers import step_page
from plp.core.bars import Bars, bars
from plp.core.days import pacific_today
from plp.core.exporting import CSV, Column, as_file

TITLE = "Reports"
REVIEWERS = "reviewers"


class Choose(forms.Form):
    """What a report is about."""

    program = ChoiceOfProgram(Program.objects.all(), required=False, empty_label="All programs")
    period = ChoiceWithProgram(
        Round.objects.select_related("program").order_by("-opens_on", "pk"),
        required=False,
        label="Application period",
        empty_label="All periods",
    )
    state = forms.ChoiceField(choices=[("", "All states"), *STATES], required=False)
    type = forms.ChoiceField(choices=[("", "All types"), *OrganizationType.choices], required=False)

    def asked(self, user):
        """Return what was chosen; what nobody can choose chooses nothing."""
        self.is_valid()
        chosen = {name: self.cleaned_data.get(name) for name in ("program", "state", "type")}
        return Asked(user, round=self.cleaned_data.get("period"), **chosen)


class Shown(NamedTuple):
    """A table as it is drawn and read."""

    table: Table
    bars: Bars
    rows: list[list[str]]
    address: str


def own_pages(request):
    """Return what the first page of the admin lists of this."""
    if not request.user.has_perm("applications.view_application"):
        return []
    address = reverse("admin:applications_application_reports")
    return [{"name": TITLE, "admin_url": address, "perms": {}}]


def reports(request, model_admin):
    """Show the reports on what was chosen; at first, on the current program."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    about = request.GET.get("about", "")
    if about == REVIEWERS and not request.user.has_perm(READ_ALL):
        raise PermissionDenied
    form = Choose(request.GET if "program" in request.GET else _first(request))
    tables = _tables(about, form.asked(request.user))
    if wanted := request.GET.get("table"):
        return _file(tables, wanted)
    context = {
        "form": form,
        "about": about,
        "may_read_all": request.user.has_perm(READ_ALL),
        "query": _without(request, "about"),
        "tables": [_shown(table, request) for table in tables],
    }
    return step_page(request, model_admin, "applications/application/reports", TITLE, **context)


def _first(request):
    return {"program": Program.objects.current().values_list("pk", flat=True).first()}


def _tables(about, asked):
    if about == REVIEWERS:
        return [by_reviewer(asked)]
    return [*funnel(asked), time_to_decision(asked)]


def _file(tables, wanted):
    found = next((table for table in tables if table.slug == wanted), None)
    if found is None:
        raise Http404("No table is called so.")
    columns = [Column(heading, itemgetter(n)) for n, heading in enumerate(found.headings)]
    return as_file(CSV, f"{found.slug}-{pacific_today()}", columns, found.rows)


def _without(request, *names):
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    return query.urlencode()


def _shown(table, request):
    query = request.GET.copy()
    query["table"] = table.slug
    rows = [[in_words(cell) for cell in row] for row in table.rows]
    return Shown(table, bars(table.bars, table.most), rows, f"?{query.urlencode()}")
