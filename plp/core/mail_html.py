"""The HTML form of a mail, made from its final plain text."""

import re
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# A web address; the full stop or bracket that ends a sentence is not part of it.
ADDRESS = r"""https?://[^\s<>"\[\]]*[^\s<>"\[\].,;:!?)']"""

_address = re.compile(f"({ADDRESS})")
_button = re.compile(rf"(\S.*): ({ADDRESS})")
_row = re.compile(r"([^:\s][^:]*): (\S.*)")
_empty_lines = re.compile(r"\n(?:[ \t]*\n)+")


class Button(NamedTuple):
    """A line `Words: https://…` that stands alone."""

    words: str
    href: str
    kind = "button"


class Ledger(NamedTuple):
    """Lines that are all `Label: value`, two or more."""

    rows: list[tuple[str, SafeString]]
    kind = "ledger"


class Paragraph(NamedTuple):
    """Any other lines."""

    html: SafeString
    kind = "paragraph"


def html(subject: str, text: str) -> str:
    """Return a whole HTML document that says what the text says."""
    return render_to_string("mail/message.html", {"subject": subject, "blocks": blocks(text)})


def blocks(text: str) -> list[Button | Ledger | Paragraph]:
    """Return what stands between empty lines, each as what it looks like."""
    return [_block(part.strip()) for part in _empty_lines.split(text) if part.strip()]


def _block(part):
    if found := _button.fullmatch(part):
        return Button(*found.groups())
    rows = [_row.fullmatch(line) for line in part.split("\n")]
    if len(rows) > 1 and all(rows):
        return Ledger([(row[1], linked(row[2])) for row in rows])
    return Paragraph(linked(part))


def linked(text: str) -> SafeString:
    """Return text as HTML: escaped, its lines kept, its addresses links."""
    lines = ((_linked_line(line),) for line in text.split("\n"))
    return format_html_join(SafeString("<br>"), "{}", lines)


def _linked_line(line):
    # Split by a pattern with one group: every second part is what the group has matched.
    parts = enumerate(_address.split(line))
    pieces = ((format_html('<a href="{0}">{0}</a>', p) if n % 2 else p,) for n, p in parts)
    return format_html_join("", "{}", pieces)
