"""The history of a record, for the admin's page of that name."""

from django import template

from plp.core.admin_history import page_of

register = template.Library()


@register.simple_tag(takes_context=True)
def history_page(context, record):
    """A page of what happened to a record, the latest first; the request says which."""
    return page_of(record, context["request"].GET.get("p"))
