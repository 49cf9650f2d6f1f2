"""What the program spends, by year, by reimbursement period and by partner: a page, and files."""

from operator import itemgetter

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from applications.models import Partner, ProgramYear
from plp.core.admin_helpers import step_page
from plp.core.days import pacific_today
from plp.core.exporting import CSV, XLSX, Column, as_file
from workshops.money.budgets import Sums, spending_of, sums_by
from workshops.money.periods import period_of

TITLE = "Budget and spending"
MAY = "workshops.view_programbudget"
EXPORT = "workshops.export_reimbursement"
SUMS = ["Asked for", "Approved, not paid", "Paid"]


class YearChoice(forms.ModelChoiceField):
    def label_from_instance(self, year):
        return f"{year.school_year}, {year.program.slug}"


class Choose(forms.Form):
    """The year whose spending is shown in full."""

    year = YearChoice(
        ProgramYear.objects.select_related("program", "school_year").order_by(
            "-program__is_current", "-school_year__first_day", "pk"
        ),
        label="Program year",
        required=False,
        empty_label=None,
    )

    def chosen(self, on):
        """Return the year that is asked for, else the running one of the current program; None
        where there is no year at all."""
        self.is_valid()
        years = self.fields["year"].queryset
        running = years.filter(school_year__first_day__lte=on).first()
        return self.cleaned_data.get("year") or running or years.first()


def page(model_admin, request):
    if not request.user.has_perm(MAY):
        raise PermissionDenied
    form = Choose(request.GET)
    year = form.chosen(pacific_today())
    context = {"form": Choose(initial={"year": year}), "year": year}
    if year:
        context |= {
            "years": spending_of(_years_of(year.program)),
            "tables": [
                (title, _rows(slug, year), _files(request, slug, year))
                for slug, title in TABLES.items()
            ],
            "files": _files(request, "years", year),
        }
    return step_page(request, model_admin, "workshops/budget/spending", TITLE, **context)


def file(request, slug, kind):
    """Return a table as a file to save."""
    if not (request.user.has_perm(MAY) and request.user.has_perm(EXPORT)):
        raise PermissionDenied
    year = Choose(request.GET).chosen(pacific_today())
    if year is None or slug not in {*TABLES, "years"}:
        raise Http404("There is no such table.")
    if slug == "years":
        headings, rows = YEARS, map(_year_in_cells, spending_of(_years_of(year.program)))
    else:
        headings = [HEADINGS[slug], *SUMS]
        rows = ((str(name), *sums) for name, sums in _rows(slug, year))
    columns = [Column(heading, itemgetter(at)) for at, heading in enumerate(headings)]
    return as_file(kind, f"spending-{slug}-{year.program.slug}-{year.school_year}", columns, rows)


TABLES = {"periods": "By reimbursement period", "partners": "By partner"}
HEADINGS = {"periods": "Period", "partners": "Partner"}
YEARS = ["School year", "Budget", "Paid", "Approved, not paid", "Left", "Asked for", "Left then"]


def _year_in_cells(row):
    sums = row.sums
    figures = [row.budget, sums.spent, sums.committed, row.left, sums.asked, row.left_at_last]
    return (str(row.year.school_year), *figures)


def _years_of(program):
    return program.years.select_related("school_year").order_by("school_year__first_day")


def _rows(slug, year):
    return _by_period(year) if slug == "periods" else _by_partner(year)


def _by_period(year):
    """Return (period, sums) of a year by the day on which workshops were closed."""
    found = {}
    for day, sums in sums_by("closed_on", program_years=[year]).items():
        before = found.get(period_of(day), Sums())
        found[period_of(day)] = Sums(*map(sum, zip(before, sums, strict=True)))
    return sorted(found.items())


def _by_partner(year):
    """Return (partner, sums) of a year, by name."""
    sums = sums_by("partner_year__partner", program_years=[year])
    partners = Partner.objects.filter(pk__in=sums)
    return [(partner, sums[partner.pk]) for partner in partners]


def _files(request, slug, year):
    if not request.user.has_perm(EXPORT):
        return []
    query = {"year": year.pk}
    return [
        (kind.upper(), reverse(f"admin:workshops_spending_{kind}", args=[slug], query=query))
        for kind in (CSV, XLSX)
    ]
