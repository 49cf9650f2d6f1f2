"""The report of staff on workshops, hung on a list of the admin: a page, and its files."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path, reverse

from applications.models import Course, Partner, SchoolYear
from applications.models.program import STATES
from plp.core.admin_helpers import step_page
from plp.core.days import pacific_today
from plp.core.exporting import CSV, XLSX
from workshops.reports.of_staff import AS_FILES, ON_THE_PAGE, Asked

TITLE = "What workshops came to"
MAY = "workshops.view_workshop"
EXPORT = "workshops.export_workshop"
FEEDBACK = "workshops.view_feedback"


class Choose(forms.Form):
    """Which school year, state, course and partner the report is about."""

    year = forms.ModelChoiceField(
        SchoolYear.objects.order_by("-first_day"),
        label="School year",
        required=False,
        empty_label="The running year",
    )
    state = forms.ChoiceField(choices=[("", "All states"), *STATES], required=False)
    course = forms.ModelChoiceField(Course.objects.all(), required=False, empty_label="All courses")
    partner = forms.ModelChoiceField(
        Partner.objects.order_by("organization"), required=False, empty_label="All partners"
    )

    def asked(self, on) -> Asked:
        """Return what was chosen; what nobody can choose chooses nothing."""
        self.is_valid()
        chosen = {name: self.cleaned_data.get(name) for name in ["course", "partner"]}
        year = self.cleaned_data.get("year") or _running(on)
        return Asked(year, self.cleaned_data.get("state") or "", **chosen)


def _running(on):
    years = SchoolYear.objects.order_by("first_day")
    return years.filter(last_day__gte=on).first() or years.last()


class Reports:
    """An admin class that the report hangs on."""

    def own_pages(self, request):
        more = super().own_pages(request) if hasattr(super(), "own_pages") else []
        if not request.user.has_perm(MAY):
            return more
        return [*more, {"name": TITLE, "admin_url": reverse("admin:workshops_report"), "perms": {}}]

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("report/", view(self.report_view), name="workshops_report"),
            *(
                path(
                    f"report/<slug:table>.{kind}",
                    view(self.report_file_view),
                    {"kind": kind},
                    name=f"workshops_report_{kind}",
                )
                for kind in (CSV, XLSX)
            ),
        ]
        return [*own, *super().get_urls()]

    def report_view(self, request):
        """Show all tables that this person may read."""
        made = self._tables(request, ON_THE_PAGE)
        form = Choose(request.GET)
        asked = form.asked(pacific_today())
        context = {
            "form": form,
            "year": asked.year,
            "tables": [
                (table, self._files(request, table.slug))
                for table in (make(asked) for make in made.values())
            ],
            "more": [
                ("By district", self._files(request, "districts")),
                (
                    "Who came to all of them, by partner",
                    self._files(request, "together-by-partner"),
                ),
            ],
            "may_export": request.user.has_perm(EXPORT),
        }
        return step_page(request, self, "workshops/reports/staff", TITLE, **context)

    def report_file_view(self, request, table, kind):
        if not request.user.has_perm(EXPORT):
            raise PermissionDenied
        make = self._tables(request, AS_FILES).get(table)
        if make is None:
            raise Http404("The report has no such table.")
        asked = Choose(request.GET).asked(pacific_today())
        return make(asked).as_file(kind, f"{asked.year or pacific_today()}")

    def _tables(self, request, tables):
        if not request.user.has_perm(MAY):
            raise PermissionDenied
        hidden = set() if request.user.has_perm(FEEDBACK) else {"feedback"}
        return {slug: make for slug, make in tables.items() if slug not in hidden}

    def _files(self, request, slug):
        if not request.user.has_perm(EXPORT):
            return []
        query = request.GET.urlencode()
        return [
            (kind.upper(), f"{reverse(f'admin:workshops_report_{kind}', args=[slug])}?{query}")
            for kind in (CSV, XLSX)
        ]
