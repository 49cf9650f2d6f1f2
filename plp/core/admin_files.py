"""Files that people uploaded, in the admin: read, and deleted at once with their bytes."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html

from plp.core import files
from plp.core.admin_helpers import ReadOnly


def linked(file):
    """Return a link, named as the file is, that gives back the bytes of a kept file."""
    meta = file._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_download", args=[file.pk])
    return format_html('<a href="{}">{}</a>', address, file.name)


class UploadedFiles(ReadOnly):
    """The admin of a kind of files, each of which shows `download`.

    Should one show what it must not, who may delete it does so at once.
    """

    list_filter = ["kind"]
    list_per_page = 50
    date_hierarchy = "uploaded_at"

    def get_urls(self):
        view = self.admin_site.admin_view(self.download_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_download"
        return [path("<int:pk>/download/", view, name=name), *super().get_urls()]

    def has_delete_permission(self, request, obj=None):
        return request.user.has_perm(f"{self.opts.app_label}.delete_{self.opts.model_name}")

    def delete_queryset(self, request, queryset):
        for file in queryset:
            file.delete()

    def download_view(self, request, pk):
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = get_object_or_404(self.get_queryset(request), pk=pk)
        return files.as_attachment(found.file, found.name, found.kind)

    @admin.display(description="file")
    def download(self, file):
        return linked(file)
