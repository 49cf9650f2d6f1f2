"""The pages of staff beside the list of partners, and the way to each."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.urls import path, reverse

from applications.admin import heat_map, overdue, promised
from plp.core.exporting import CSV, XLSX

MAY = ["applications.view_partner", "applications.view_partnerrequirement"]
OWN = [(heat_map.TITLE, "heat_map"), (overdue.TITLE, "overdue")]


def guarded(view, model_admin, *, exports=False):
    """Let in who may read what partners promised, and for a file who may download partners."""

    @wraps(view)
    def let_in(request, **kwargs):
        may = request.user.has_perms(MAY)
        if not may or (exports and not model_admin.has_export_permission(request)):
            raise PermissionDenied
        return view(model_admin, request, **kwargs)

    return let_in


class OverviewPages:
    """The admin of partners with the pages that look at all of them."""

    change_list_template = "admin/applications/partner/change_list.html"

    def get_urls(self):
        def at(address, view, name, **more):
            view = self.admin_site.admin_view(guarded(view, self, exports="kind" in more))
            return path(address, view, more, name=f"applications_partner_{name}")

        own = [
            at("heat-map/", heat_map.page, "heat_map"),
            at("overdue/", overdue.page, "overdue"),
            at("<path:object_id>/promised/<int:year>/", promised.page, "promised"),
        ]
        files = [
            at(f"{name.replace('_', '-')}.{kind}", page.export, f"{name}_{kind}", kind=kind)
            for name, page in [("heat_map", heat_map), ("overdue", overdue)]
            for kind in (CSV, XLSX)
        ]
        return [*own, *files, *super().get_urls()]

    def exports_of(self, request, name):
        """Return (kind, address) of the files of a page, for who may have them."""
        if not self.has_export_permission(request):
            return []
        query = request.GET.urlencode()
        return [
            (kind.upper(), f"{reverse(f'admin:applications_partner_{name}_{kind}')}?{query}")
            for kind in (CSV, XLSX)
        ]

    def own_pages(self, request):
        """Return the pages beside the list, for the admin's first page and the list itself."""
        if not request.user.has_perms(MAY):
            return []
        return [
            {"name": name, "admin_url": reverse(f"admin:applications_partner_{page}"), "perms": {}}
            for name, page in OWN
        ]

    def changelist_view(self, request, extra_context=None):
        context = {"pages": self.own_pages(request)} | (extra_context or {})
        return super().changelist_view(request, context)
