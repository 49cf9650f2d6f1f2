"""The program dashboard of staff, hung on a list of the admin: what all partners did together."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path, reverse

from plp.core.admin_helpers import step_page
from plp.core.days import pacific_today
from plp.core.exporting import CSV, XLSX
from plp.core.pages import edition_of
from workshops.impact import charts
from workshops.impact.shown import impact

TITLE = "Program dashboard"
MAY = "workshops.view_workshop"


class Dashboard:
    """An admin class that the dashboard hangs on."""

    def own_pages(self, request):
        more = super().own_pages(request) if hasattr(super(), "own_pages") else []
        if not request.user.has_perm(MAY):
            return more
        own = {"name": TITLE, "admin_url": reverse("admin:workshops_dashboard"), "perms": {}}
        return [own, *more]

    def get_urls(self):
        view = self.admin_site.admin_view
        files = [
            path(
                f"dashboard/<slug:table>.{kind}",
                view(self.dashboard_file_view),
                {"kind": kind},
                name=f"workshops_dashboard_{kind}",
            )
            for kind in (CSV, XLSX)
        ]
        page = path("dashboard/", view(self.dashboard_view), name="workshops_dashboard")
        return [page, *files, *super().get_urls()]

    def dashboard_view(self, request):
        """Show what anybody can read, and where staff read more."""
        of = _impact_for(request)
        line = of.line_of(request.GET.get("year", ""))
        context = {
            "of": of,
            "line": line,
            "files": [(table, _files(slug)) for slug, table in of.tables.items()],
            **(charts.context(of, line) if line else {}),
        }
        return step_page(request, self, "workshops/impact/dashboard", TITLE, **context)

    def dashboard_file_view(self, request, table, kind):
        found = _impact_for(request).tables.get(table)
        if found is None:
            raise Http404("The dashboard has no such table.")
        return found.as_file(kind, f"{pacific_today()}")


def _impact_for(request):
    if not request.user.has_perm(MAY):
        raise PermissionDenied
    return impact(edition_of(request))


def _files(slug):
    return [
        (kind.upper(), reverse(f"admin:workshops_dashboard_{kind}", args=[slug]))
        for kind in (CSV, XLSX)
    ]
