"""Downloading what an admin list shows: its search, filters and order kept."""

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse

from plp.core.days import pacific_today
from plp.core.exporting import CSV, XLSX, Column, response


class Exports:
    """An admin class whose list can be downloaded by who may `export_…` its records."""

    change_list_template = "admin/exported_change_list.html"
    when_empty = "Nothing is here yet."
    export_columns = []  # pairs of a heading and a path or a function
    export_select = []  # what columns read across relations, beside the list's own
    export_prefetch = []

    def get_export_columns(self, request, queryset):
        return self.export_columns

    def get_export_rows(self, request, listed):
        return listed.select_related(*self.export_select) if self.export_select else listed

    def has_export_permission(self, request):
        name = f"{self.opts.app_label}.export_{self.opts.model_name}"
        return self.has_view_permission(request) and request.user.has_perm(name)

    def get_urls(self):
        own = [
            path(
                f"export.{kind}",
                self.admin_site.admin_view(self.export_view),
                {"kind": kind},
                name=self._export_name(kind),
            )
            for kind in (CSV, XLSX)
        ]
        return [*own, *super().get_urls()]

    def _export_name(self, kind):
        return f"{self.opts.app_label}_{self.opts.model_name}_export_{kind}"

    def export_view(self, request, kind):
        if not self.has_export_permission(request):
            raise PermissionDenied
        try:
            listed = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        columns = [Column(*pair) for pair in self.get_export_columns(request, listed)]
        name = f"{self.opts.verbose_name_plural.replace(' ', '-')}-{pacific_today()}"
        rows = self.get_export_rows(request, listed)
        return response(kind, name, columns, rows.prefetch_related(*self.export_prefetch))

    def changelist_view(self, request, extra_context=None):
        kinds = (CSV, XLSX) if self.has_export_permission(request) else ()
        exports = [(k.upper(), reverse(f"admin:{self._export_name(k)}")) for k in kinds]
        return super().changelist_view(request, {"exports": exports} | (extra_context or {}))
