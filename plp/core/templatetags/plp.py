"""What templates say again and again: days, numbers, money, icons, staff's own texts."""

from datetime import datetime
from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from plp.core import days, markdown, money, numbers

register = template.Library()

register.filter("ahead", days.ahead)
register.filter("clock", days.clock)
register.filter("day", days.in_words)
register.filter("far", days.far)
register.filter("moment", days.moment_in_words)
register.filter("dollars", money.dollars)
register.filter("rounded", numbers.rounded)


@register.filter
def plain_day(value):
    """22 April 2016, of a day, or of a moment in Pacific time."""
    day = days.pacific_day(value) if isinstance(value, datetime) else value
    return days.in_words(day, weekday=False)


@register.filter
def span(value):
    """20–22 May 2016, of anything with a first and a last day."""
    return days.span(value.first_day, value.last_day)


@register.filter
def number(value):
    """15,072,780."""
    return f"{value:,}"


@register.filter
def times(count):
    """So many turns of a for loop."""
    return range(count)


@register.filter("markdown")
def markdown_block(text):
    return mark_safe(markdown.to_html(text))  # escaped by the renderer


@register.filter
def markdown_line(text):
    return mark_safe(markdown.inline_to_html(text))  # escaped by the renderer


@register.simple_tag
@cache
def icon(name):
    """One symbol of static/icons.svg, hidden from screen readers: words stand beside it."""
    return format_html(
        '<svg class="i" aria-hidden="true"><use href="{}#{}"/></svg>', static("icons.svg"), name
    )
