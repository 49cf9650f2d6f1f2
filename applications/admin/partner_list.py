"""The list of partners: how each is doing in its running year, and the filters that find some."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.html import format_html

from applications.models import Partner, PartnerYear, ProgramYear
from applications.overview import Tally, is_overdue, lately, tallies, tallies_of
from plp.core.days import pacific_today
from plp.core.keys import key_in
from plp.core.templatetags.plp import icon

NOTHING = Tally()
KNOWN = "lines_of_active_partners"


class TalliedList(ChangeList):
    """A list that counts what is met and overdue at the partners that it shows."""

    def get_results(self, request):
        super().get_results(request)
        keys = [partner.pk for partner in self.result_list]
        if (known := getattr(request, KNOWN, None)) is None:
            found = tallies(keys, pacific_today())
        else:
            found = tallies_of(known, pacific_today())
        for partner in self.result_list:
            partner.tally = found.get(partner.pk, NOTHING)


def _known(request):
    """Return how all active partners are doing, counted once for the filter and the columns."""
    if not hasattr(request, KNOWN):
        setattr(request, KNOWN, lately(Partner.objects.active(), pacific_today()))
    return getattr(request, KNOWN)


class OverdueFilter(admin.SimpleListFilter):
    title = "what is overdue"
    parameter_name = "overdue"

    def lookups(self, request, model_admin):
        return [("yes", "Something is overdue"), ("no", "Nothing is overdue")]

    def queryset(self, request, queryset):
        if self.value() not in {"yes", "no"}:
            return queryset
        late = {line.row.partner_year.partner_id for line in _known(request) if is_overdue(line)}
        if self.value() == "yes":
            return queryset.filter(pk__in=late)
        return queryset.filter(ended_on=None).exclude(pk__in=late)


class YearFilter(admin.SimpleListFilter):
    """By program year, each named in one query."""

    title = "program year"
    parameter_name = "program_year"

    def lookups(self, request, model_admin):
        years = ProgramYear.objects.select_related("school_year", "program")
        return [(year.pk, f"{year} ({year.program.slug})") for year in years]

    def queryset(self, request, queryset):
        key = key_in(self.value())
        return queryset if key is None else queryset.filter(_has_year(program_year=key))


class YearStatusFilter(admin.SimpleListFilter):
    """By the status of the program year that is asked for beside it, else of the running one."""

    title = "status of the program year"
    parameter_name = "year_status"

    def lookups(self, request, model_admin):
        return [*PartnerYear.Status.choices, ("none", "Not opened")]

    def queryset(self, request, queryset):
        year = key_in(request.GET.get(YearFilter.parameter_name))
        today = pacific_today()
        of_year = (
            {"program_year": year}
            if year
            else {
                "program_year__school_year__first_day__lte": today,
                "program_year__school_year__last_day__gte": today,
            }
        )
        if self.value() in PartnerYear.Status.values:
            return queryset.filter(_has_year(status=self.value(), **of_year))
        if self.value() == "none":
            return queryset.filter(~_has_year(**of_year))
        return queryset


def _has_year(**of_year):
    return Exists(PartnerYear.objects.filter(partner=OuterRef("pk"), **of_year))


class ShowsTallies:
    """The list of partners with its columns of what is met and overdue, here and as a file."""

    def get_changelist(self, request, **kwargs):
        return TalliedList

    def get_export_columns(self, request, queryset):
        found = tallies(queryset.order_by().values("pk"), pacific_today())

        def of(partner):
            return found.get(partner.pk, NOTHING)

        return [
            *super().get_export_columns(request, queryset),
            ("Program year", lambda partner: _name(of(partner))),
            ("Met", lambda partner: of(partner).met if of(partner).year else None),
            ("Of", lambda partner: of(partner).asked if of(partner).year else None),
            ("Overdue", lambda partner: of(partner).overdue),
        ]

    @admin.display(description="running year", empty_value="–")
    def year_now(self, partner: Partner):
        tally = partner.tally
        name = _name(tally).replace("-", "–", 1)
        said = f"{name}: {tally.met} of {tally.asked} met" if tally.year else ""
        if not tally.overdue:
            return said or None
        address = reverse("admin:applications_partner_overdue", query={"partner": partner.pk})
        return format_html(
            '{} <a class="status s-overdue" href="{}">{}{} overdue</a>',
            said,
            address,
            icon("overdue"),
            tally.overdue,
        )


def _name(tally):
    if tally.year is None:
        return ""
    name = tally.year.program_year.school_year.name
    is_said = tally.year.status == PartnerYear.Status.CONFIRMED
    return name if is_said else f"{name}, {tally.year.get_status_display().lower()}"
