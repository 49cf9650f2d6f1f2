"""Downloading what people told in private, for those who may read it."""

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse

from plp.core.days import pacific_today
from plp.core.exporting import CSV, XLSX, Column, response

ONLY_YOU = "Only those of you who run the event read it. It is erased 30 days after the last day."


class PrivateExports:
    """An `Exports` admin with one more list, for who has `read_private_…` of its records."""

    private_columns = []

    def reads_private(self, request):
        name = f"{self.opts.app_label}.read_private_{self.opts.model_name}"
        return self.has_view_permission(request) and request.user.has_perm(name)

    def get_urls(self):
        own = [
            path(
                f"private.{kind}",
                self.admin_site.admin_view(self.private_view),
                {"kind": kind},
                name=self._private_name(kind),
            )
            for kind in (CSV, XLSX)
        ]
        return [*own, *super().get_urls()]

    def private_view(self, request, kind):
        """Download what who is listed told in private."""
        if not self.reads_private(request):
            raise PermissionDenied
        try:
            listed = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        columns = [Column(*pair) for pair in self.private_columns]
        return response(kind, f"private-details-{pacific_today()}", columns, listed)

    def changelist_view(self, request, extra_context=None):
        answer = super().changelist_view(request, extra_context)
        shown = getattr(answer, "context_data", None)
        if shown is not None and self.reads_private(request):
            shown["exports"] = [*shown.get("exports", []), *self._private_exports()]
        return answer

    def _private_exports(self):
        kinds = (CSV, XLSX)
        return [
            (f"private details, {k.upper()}", reverse(f"admin:{self._private_name(k)}"))
            for k in kinds
        ]

    def _private_name(self, kind):
        return f"{self.opts.app_label}_{self.opts.model_name}_private_{kind}"


def private_fieldsets(fieldsets, private):
    """Part what people told in private from the rest of the first fieldset."""
    (_, first), *others = fieldsets
    told = [name for name in first["fields"] if name in private]
    shown = [name for name in first["fields"] if name not in private]
    own = [("What they told us", {"fields": told, "description": ONLY_YOU})] if told else []
    return [(None, {"fields": shown}), *own, *others]
