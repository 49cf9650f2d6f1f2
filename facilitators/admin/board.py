"""The board of accreditations: who may lead a course in a state, beside what was promised there."""

from decimal import Decimal
from functools import wraps
from itertools import groupby

from django import forms
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from applications.models import Course, SchoolYear
from applications.models.program import STATES
from facilitators.admin.filters import UNKNOWN
from facilitators.board import DAYS_EACH, Row, board, plain, years_behind
from plp.core.admin_helpers import step_page
from plp.core.days import in_words, pacific_today
from plp.core.exporting import CSV, XLSX, Column, as_file

TITLE = "Accreditations by course and state"
MAY = ["facilitators.view_accreditation", "applications.view_partnerrequirement"]
ONLY = [("", "All states"), ("short", "Only where somebody is lacking")]


class Choose(forms.Form):
    """Which school year, course and state the board shows."""

    year = forms.ModelChoiceField(
        SchoolYear.objects.order_by("-first_day"),
        label="School year",
        required=False,
        empty_label="The running year",
    )
    course = forms.ModelChoiceField(Course.objects.all(), required=False, empty_label="All courses")
    state = forms.ChoiceField(choices=[("", "All states"), *STATES], required=False)
    only = forms.ChoiceField(choices=ONLY, label="Show", required=False)

    def __init__(self, data, on):
        super().__init__(data)
        self.on = on
        self.is_valid()

    def chosen(self, name):
        """Return what was chosen; what nobody can choose chooses nothing."""
        return self.cleaned_data.get(name)

    def school_year(self):
        """Return the year that was chosen, else the running or next one, else the last."""
        if year := self.chosen("year"):
            return year
        years = SchoolYear.objects.order_by("first_day")
        return years.filter(last_day__gte=self.on).first() or years.last()


def guarded(view, model_admin):
    """Let in who may read both sides of the board, and for a file who may download them."""

    @wraps(view)
    def let_in(request, **kwargs):
        is_file = "kind" in kwargs
        may = request.user.has_perms(MAY)
        if not may or (is_file and not model_admin.has_export_permission(request)):
            raise PermissionDenied
        return view(model_admin, request, **kwargs)

    return let_in


def own_pages(request):
    """Return the board for the admin's first page and the list of accreditations."""
    if not request.user.has_perms(MAY):
        return []
    address = reverse("admin:facilitators_accreditation_board")
    return [{"name": TITLE, "admin_url": address, "perms": {}}]


def page(model_admin, request):
    """Show the board, and of one course and state the partners behind the days."""
    on = pacific_today()
    form = Choose(request.GET, on)
    year = form.school_year()
    rows = _rows(year, form)
    context = {
        "form": form,
        "year": year,
        "on": on,
        "groups": [
            (course, [(row, _links(request, row, year, on)) for row in of_it])
            for course, of_it in groupby(rows, key=lambda row: row.course)
        ],
        "short": sum(row.is_short for row in rows),
        "each": DAYS_EACH,
        "behind": _behind(year, form),
        "exports": _exports(model_admin, request),
    }
    return step_page(request, model_admin, "facilitators/accreditation/board", TITLE, **context)


def export(model_admin, request, kind):
    """Return all of it as a file."""
    form = Choose(request.GET, pacific_today())
    year = form.school_year()
    at_end = in_words(year.last_day, weekday=False) if year else "the last day"
    columns = [
        Column("Course", "course__name"),
        Column("State", "place"),
        Column("Accredited today", "today"),
        Column(f"Accredited on {at_end}", "at_end"),
        Column("Workshop days promised", lambda row: Decimal(row.days)),
        Column("Partners", "partners"),
        Column("Facilitators needed", "needed"),
        Column("What is lacking", "in_words"),
    ]
    return as_file(kind, f"accreditations-by-state-{pacific_today()}", columns, _rows(year, form))


def _rows(year, form) -> list[Row]:
    if year is None:
        return []
    course, state = form.chosen("course"), form.chosen("state")
    return [
        row
        for row in board(year, form.on)
        if (course is None or row.course == course)
        and (not state or row.state == state)
        and (form.chosen("only") != "short" or row.is_short)
    ]


def _links(request, row, year, on):
    """Return where each number of a row is listed."""
    of_both = {"course__id__exact": row.course.pk, "home_state": row.state or UNKNOWN}
    listed = of_both | {"facilitator__is_listed__exact": 1}
    name = "admin:facilitators_accreditation_changelist"
    kept = {"year": year.pk, "course": row.course.pk, "state": row.state}
    return {
        "today": reverse(name, query=listed | {"counts_on": f"{on}"}),
        "at_end": reverse(name, query=listed | {"counts_on": f"{year.last_day}"}),
        "promised": reverse("admin:facilitators_accreditation_board", query=kept) + "#behind",
    }


def _behind(year, form):
    """Return (partner requirement, days) of the one course and state that was asked for."""
    course, state = form.chosen("course"), form.chosen("state")
    if not (year and course and state):
        return None
    return [(row, plain(row.number or 0)) for row in years_behind(year, course, state)]


def _exports(model_admin, request):
    if not model_admin.has_export_permission(request):
        return []
    query = request.GET.urlencode()
    return [
        (kind.upper(), f"{reverse(f'admin:facilitators_accreditation_board_{kind}')}?{query}")
        for kind in (CSV, XLSX)
    ]
