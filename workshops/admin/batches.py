"""Payment batches as finance make, pay and take them apart, and the files by which they pay."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Sum
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path

from plp.core import days
from plp.core.admin_files import UploadedFiles, linked
from plp.core.admin_helpers import MovesInline, QueueFilter, ReadOnly, ReadOnlyInline
from plp.core.confirming import Step, TakesSteps
from plp.core.money import dollars
from workshops.actions import batching
from workshops.admin import making_batches
from workshops.admin.making_batches import PAY
from workshops.admin.reimbursements import HEADING
from workshops.models import (
    PaymentBatch,
    PaymentBatchFile,
    PaymentBatchStatusChange,
    Reimbursement,
)
from workshops.money import finance
from workshops.money.batches import is_as_kept

Status = PaymentBatch.Status


class PaidForm(forms.Form):
    """On which day the bank paid, and how the payment is called in its books."""

    required_css_class = "required"

    paid_on = forms.DateField(
        label="Paid on", widget=admin.widgets.AdminDateWidget, help_text="Today or earlier."
    )
    reference = forms.CharField(
        max_length=80,
        help_text="Of the payment, in your bank’s books. Never a number of an account.",
    )

    def clean_paid_on(self):
        day = self.cleaned_data["paid_on"]
        days.validate_day(day)
        if day > days.pacific_today():
            raise forms.ValidationError("This day is still to come. Note it once it was paid.")
        return day


class WhyForm(forms.Form):
    required_css_class = "required"

    word = forms.CharField(
        label="Why",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text="It stays on the record of the batch.",
    )


STEPS = [
    Step(
        slug="pay",
        label="Mark paid",
        done="Marked paid",
        consequence="Do this once the money is sent: a batch is paid once, and stays as it is "
        "then. Each partner gets a mail for each of its requests.",
        permission=PAY,
        take=batching.pay_batch,
        form=PaidForm,
        fits=lambda batch: batch.can_move(Status.PAID),
        why_not="It is paid already, or taken apart.",
        is_single=True,
    ),
    Step(
        slug="take-apart",
        label="Take apart",
        done="Taken apart",
        consequence="Its requests stay approved, and can go into another batch. Its files stay: "
        "make sure that nobody pays by them. Nobody is written to.",
        permission=PAY,
        take=batching.take_apart,
        form=WhyForm,
        fits=lambda batch: batch.can_move(Status.DISSOLVED),
        why_not="It is paid, or taken apart already.",
        is_single=True,
    ),
]


class FileInline(ReadOnlyInline):
    model = PaymentBatchFile
    fields = ["download", "size", "sha256"]
    readonly_fields = fields
    verbose_name_plural = "files to pay by"

    @admin.display(description="file")
    def download(self, file):
        return linked(file)


class ChangeInline(MovesInline):
    model = PaymentBatchStatusChange


class BatchList(ChangeList):
    """The page of the list, with what its rows say of requests and sums: one query more."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        found = sums_of(self.result_list)
        for batch in self.result_list:
            batch.sums = found[batch.pk]


class Sums(NamedTuple):
    """What a batch pays."""

    number: int = 0  # of requests
    total: Decimal = Decimal(0)


def sums_of(batches: Iterable[PaymentBatch]) -> dict[int, Sums]:
    """Return {key of a batch: Sums}, in one query: only of those that are shown."""
    requests = Reimbursement.objects.filter(batch__in=batches).order_by().values_list("batch")
    rows = requests.annotate(Count("pk", distinct=True), Sum("lines__amount"))
    found = {key: Sums(number, total or Decimal(0)) for key, number, total in rows}
    return {batch.pk: found.get(batch.pk, Sums()) for batch in batches}


@admin.register(PaymentBatch)
class PaymentBatchAdmin(TakesSteps, ReadOnly, admin.ModelAdmin):
    heading = HEADING
    steps = STEPS
    change_list_template = "admin/workshops/paymentbatch/change_list.html"
    when_empty = (
        "Nothing was paid yet. Approved requests are put into a batch, and paid by its file."
    )
    list_display = ["code", "status", "requests", "sum", "made_at", "by", "paid_on", "reference"]
    list_filter = [QueueFilter, "status", "paid_on"]
    list_select_related = ["by"]
    list_per_page = 20  # each adds up hundreds of requests
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["code", "reference", "files__sha256"]
    search_help_text = "Number, reference, or SHA-256 of a file"
    date_hierarchy = "made_at"
    fieldsets = [
        (
            None,
            {"fields": ["code", "status", "sum", "made_at", "by", "paid_on", "reference"]},
        ),
        ("Requests", {"fields": ["paid_by_it"]}),
    ]
    readonly_fields = [*fieldsets[0][1]["fields"], "paid_by_it"]
    inlines = [FileInline, ChangeInline]

    def get_changelist(self, request, **kwargs):
        return BatchList

    def get_urls(self):
        view = self.admin_site.admin_view(self.make_view)
        return [path("make/", view, name="workshops_paymentbatch_make"), *super().get_urls()]

    def state_of(self, record):
        return f"{record.get_status_display()}, {self.sum(record)}"

    def make_view(self, request):
        """Choose approved requests, see what each partner gets, and make a batch of them."""
        return making_batches.page(self, request)

    def changelist_view(self, request, extra_context=None):
        may = {"may_pay": request.user.has_perm(PAY)}
        return super().changelist_view(request, may | (extra_context or {}))

    @admin.display(description="what it pays")
    def paid_by_it(self, batch):
        """All in one table: a form for each of hundreds would be ten times as slow."""
        rows = batch.reimbursements.select_related(*finance.RELATED).with_total().order_by("pk")
        if not rows:
            return "None, now that it is taken apart. What it was to pay stands in its files."
        context = {"requests": rows}
        return render_to_string("admin/workshops/paymentbatch/_requests.html", context)

    @admin.display
    def requests(self, batch):
        return batch.sums.number

    @admin.display(description="amount")
    def sum(self, batch):
        sums = getattr(batch, "sums", None) or sums_of([batch])[batch.pk]
        return dollars(sums.total)


@admin.register(PaymentBatchFile)
class PaymentBatchFileAdmin(UploadedFiles, admin.ModelAdmin):
    heading = HEADING
    when_empty = "Nothing was paid yet. Each payment batch has its files."
    list_display = ["name", "batch", "size", "sha256", "uploaded_at"]
    list_select_related = ["batch"]
    search_fields = ["name", "sha256"]
    fields = ["download", "batch", "size", "sha256", "uploaded_at"]
    readonly_fields = fields

    def has_delete_permission(self, request, obj=None):
        return False

    def download_view(self, request, pk):
        """Give back the bytes that were kept, or say that they are others by now."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not is_as_kept(get_object_or_404(PaymentBatchFile, pk=pk)):
            return making_batches.altered(self, request)
        return super().download_view(request, pk)
