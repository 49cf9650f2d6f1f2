"""After a program has changed what it asks: the way to its partners' copies, to update them."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.html import format_html

from applications.models import PartnerRequirement, PartnerYear, Requirement
from plp.core.confirming import MOST


def offers(requirement: Requirement) -> Iterator[str]:
    """Yield sentences with a link to a step: to update copies that are behind, or to add those
    that partner years lack."""
    behind = PartnerRequirement.objects.filter(requirement=requirement).behind()
    if keys := list(behind.order_by("pk").values_list("pk", flat=True)):
        words = "still ask what the program asked before, and were not adjusted or waived."
        yield _offer(
            "partnerrequirement", "update", keys, "copies of partners", words, "Update them"
        )
    if keys := list(lacking(requirement).order_by("pk").values_list("pk", flat=True)):
        words = "were opened before this was added."
        yield _offer("partneryear", "add-missing", keys, "partner years", words, "Add it to them")


def lacking(requirement: Requirement):
    """Return the partner years of its program year that have no copy of a requirement."""
    years = PartnerYear.objects.filter(
        program_year=requirement.program_year_id, partner__ended_on__isnull=True
    ).exclude(status=PartnerYear.Status.NOT_RENEWING)
    has = PartnerRequirement.objects.filter(requirement=requirement)
    return years.exclude(pk__in=has.values("partner_year"))


def _offer(model, step, keys, what, words, label):
    """Return one sentence and the way; where there are very many, the way to the first of them."""
    query = {"ids": ",".join(map(str, keys[:MOST]))}
    address = reverse(f"admin:applications_{model}_step", args=[step], query=query)
    more = f" the first {MOST}" if len(keys) > MOST else ""
    text = '{} {} {} <a href="{}">{}{}</a>, after a page that shows what happens.'
    return format_html(text, len(keys), what, words, address, label, more)
