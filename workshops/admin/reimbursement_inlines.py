"""What stands below a request in the admin: its lines, whom it is for, its files, its moves."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from plp.core import days
from plp.core.admin_files import linked
from plp.core.admin_helpers import MovesInline, ReadOnlyInline
from plp.core.money import dollars
from workshops.models import (
    FundedTeacher,
    ReimbursementFile,
    ReimbursementLine,
    ReimbursementStatusChange,
)


class LineInline(ReadOnlyInline):
    model = ReimbursementLine
    fields = ["text", "kind", "day", "terms", "sum"]
    readonly_fields = fields
    verbose_name_plural = "lines"

    def get_queryset(self, request):
        related = ["session__workshop__course", "terms__program"]
        return super().get_queryset(request).select_related(*related)

    @admin.display(description="workshop day")
    def day(self, line):
        return _workshop(line.session) if line.session_id else "–"

    @admin.display(description="amount")
    def sum(self, line):
        return dollars(line.amount)


class FundedInline(ReadOnlyInline):
    model = FundedTeacher
    fields = ["who", "why"]
    readonly_fields = fields
    verbose_name_plural = "funded teachers"

    def get_queryset(self, request):
        related = ["teacher", "session__workshop__course"]
        return super().get_queryset(request).select_related(*related)

    @admin.display(description="teacher")
    def who(self, funded):
        page = reverse("admin:workshops_teacher_change", args=[funded.teacher_id])
        return format_html('<a href="{}">{}</a>', page, funded.teacher)

    @admin.display(description="first present on")
    def why(self, funded):
        return _workshop(funded.session)


class FileInline(ReadOnlyInline):
    model = ReimbursementFile
    fields = ["download", "role", "size", "uploaded_at"]
    readonly_fields = fields
    verbose_name_plural = "files"

    @admin.display(description="file")
    def download(self, file):
        own = reverse("admin:workshops_reimbursementfile_change", args=[file.pk])
        return format_html('{} (<a href="{}">look at it, or delete it</a>)', linked(file), own)


class ChangeInline(MovesInline):
    model = ReimbursementStatusChange


def _workshop(session):
    page = reverse("admin:workshops_workshop_change", args=[session.workshop_id])
    day = days.in_words(session.day, weekday=False)
    return format_html('{}, <a href="{}">{}</a>', day, page, session.workshop)
