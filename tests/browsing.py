"""What views' tests share: addresses of a draft, and pages as a browser would show them."""

import re
from html import unescape
from html.parser import HTMLParser

from django.urls import reverse

from applications import links
from applications.links import Purpose


def url(draft, name="draft", *args):
    return reverse(f"applications:{name}", args=[draft.code, *args])


def section_url(draft, slug):
    return url(draft, "draft-section", slug)


def link(draft, purpose=Purpose.EDIT):
    """Return the path of a draft's link."""
    return links.address(draft, purpose).removeprefix("http://localhost:8000")


class Fields(HTMLParser):
    """What a browser would show in each field of a page."""

    def __init__(self, html):
        super().__init__()
        self.values, self._area = {}, None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "textarea":
            self._area = attrs["name"]
            self.values[self._area] = ""
        elif tag == "input" and attrs.get("type") not in {"radio", "checkbox", "file"}:
            self.values[attrs["name"]] = attrs.get("value") or ""

    def handle_data(self, data):
        if self._area:
            self.values[self._area] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            # A browser drops the newline that follows the tag.
            self.values[self._area] = self.values[self._area].removeprefix("\n")
            self._area = None


def said(response):
    return " ".join(unescape(response.content.decode()).split())


def as_read(page):
    """Return a page's words as a person reads them."""
    text = re.sub(r"<(script|style|svg).*?</\1>", " ", page, flags=re.DOTALL)
    # What stands in one line stays together; a tag that ends a line is a space.
    text = re.sub(r"</?(a|b|em|strong|span)\b[^>]*>", "", text)
    text = re.sub(r"<[^>]+>", " ", text)
    return re.sub(r"\s+", " ", unescape(text))


def form_data(client, url):
    """Return what a browser would send of an admin form as it is drawn."""
    page = client.get(url).context_data
    inlines = page["inline_admin_formsets"]
    forms = [page["adminform"].form, *(form for i in inlines for form in i.formset.forms)]
    data = {}
    for each in [*forms, *(i.formset.management_form for i in inlines)]:
        for field in each:
            value = field.value()
            if field.name == "as_shown":
                value = field.field.widget.format_value(value)
            if value is not None and value is not False:
                data[field.html_name] = value
    return data
