"""The heat map of a program year: how each partner does with each commitment, as a table."""

from django import forms
from django.core.paginator import Paginator

from applications.models import Commitment, Program, ProgramYear, Requirement
from applications.models.program import STATES
from applications.overview import RANK, HeatRow, heat_map
from applications.statuses import Status
from plp.core.admin_helpers import paged, step_page
from plp.core.days import pacific_today
from plp.core.exporting import Column, as_file

TITLE = "Heat map of the partners"
ON_A_PAGE = 50
ORDERS = [("", "Most overdue first"), ("name", "By name")]


class YearField(forms.ModelChoiceField):
    def label_from_instance(self, year):
        return f"{year} ({year.program.slug})"


class Choose(forms.Form):
    """Which partners the heat map shows, and what of them."""

    year = YearField(
        ProgramYear.objects.select_related("program", "school_year").order_by(
            "-school_year__first_day", "program"
        ),
        label="Program year",
        required=False,
        empty_label="The running year",
    )
    state = forms.ChoiceField(choices=[("", "All states"), *STATES], required=False)
    commitment = forms.ModelChoiceField(
        Commitment.objects.none(), required=False, empty_label="All commitments"
    )
    status = forms.ChoiceField(
        choices=[("", "All statuses"), *((each.value, each.for_staff) for each in Status)],
        required=False,
    )
    order = forms.ChoiceField(choices=ORDERS, required=False)

    def __init__(self, data, *, commitments):
        super().__init__(data)
        self.commitments = commitments
        self.fields["commitment"].choices = [
            ("", "All commitments"),
            *((each.pk, each.title) for each in commitments),
        ]
        self.fields["commitment"].queryset = Commitment.objects.filter(
            pk__in=[each.pk for each in commitments]
        )
        self.is_valid()

    def chosen(self, name):
        """Return what was chosen; what nobody can choose chooses nothing."""
        return self.cleaned_data.get(name)

    @property
    def columns(self):
        one = self.chosen("commitment")
        return [one] if one else self.commitments


def page(model_admin, request):
    """Show a page of the heat map."""
    year = _year(request)
    form = Choose(request.GET, commitments=_commitments(year))
    rows = _rows(year, form)
    context = {
        "form": form,
        "year": year,
        "commitments": form.columns,
        "page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("p")),
        "query": paged(request),
        "statuses": [status for status in RANK if any(_has(row, status) for row in rows)],
        "late": sum(row.overdue > 0 for row in rows),
        "exports": model_admin.exports_of(request, "heat_map"),
    }
    return step_page(request, model_admin, "applications/partner/heat_map", TITLE, **context)


def export(model_admin, request, kind):
    """Return all of it as a file."""
    year = _year(request)
    form = Choose(request.GET, commitments=_commitments(year))
    columns = [
        Column("Partner", lambda row: str(row.partner)),
        Column("City", "partner__region__city"),
        Column("State", "partner__region__state"),
        Column("Status of the year", "year__get_status_display"),
        *(Column(each.title, _words(place)) for place, each in enumerate(form.columns)),
        Column("Overdue", "overdue"),
    ]
    return as_file(kind, f"heat-map-{pacific_today()}", columns, _rows(year, form))


def _words(place):
    return lambda row: row.cells[place].status.for_staff if row.cells[place] else ""


def _year(request):
    """Return the program year that is asked for, else the running one of the current program."""
    asked = Choose.base_fields["year"]
    try:
        year = asked.clean(request.GET.get("year", ""))
    except forms.ValidationError:
        year = None
    if year is None and (program := Program.objects.current().first()):
        years = program.years.select_related("program", "school_year")
        year = years.running_or_next(pacific_today()) or years.last()
    return year


def _commitments(year):
    asked = Requirement.objects.filter(program_year=year).values("commitment")
    return list(Commitment.objects.filter(pk__in=asked).order_by("position", "pk"))


def _rows(year, form) -> list[HeatRow]:
    if year is None:
        return []
    rows = heat_map(year, form.columns, pacific_today(), state=form.chosen("state") or "")
    if status := form.chosen("status"):
        rows = [row for row in rows if _has(row, status)]
    by_name = form.chosen("order") == "name"
    return sorted(
        rows, key=lambda row: (0 if by_name else -row.overdue, str(row.partner), row.year.pk)
    )


def _has(row, status):
    return any(cell and cell.status == status for cell in row.cells)
