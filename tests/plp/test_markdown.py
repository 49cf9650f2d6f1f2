"""Texts that staff write can do no harm on a page."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plp.core.markdown import inline_to_html, to_html

SAFE_TAGS = {
    *("p", "em", "strong", "a", "img", "ul", "ol", "li", "blockquote", "pre", "code", "hr", "br"),
    *("h1", "h2", "h3", "h4", "h5", "h6"),
}
SAFE_ATTRIBUTES = {"href", "src", "alt", "title", "start", "class"}


class Tags(HTMLParser):
    """Gathers what a browser would act on."""

    def __init__(self, html):
        super().__init__()
        self.names, self.attributes = set(), []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.names.add(tag)
        self.attributes += attributes

    def is_harmless(self):
        targets = [value for name, value in self.attributes if name in {"href", "src"}]
        return (
            self.names <= SAFE_TAGS
            and {name for name, _ in self.attributes} <= SAFE_ATTRIBUTES
            and not any(t.strip().lower().startswith(("javascript:", "vbscript:")) for t in targets)
        )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](<java\tscript:alert(1)>)",
        "[x][y]\n\n[y]: javascript:alert(1)",
        "<javascript:alert(1)>",
        "![x](vbscript:x)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        '[x](https://example.org/"onmouseover="alert(1))',
        '[x](/ "\\" onclick=\\"alert(1)")',
        "`<script>`",
        "```<script>\n<script>\n```",
        "</p><iframe src=/>",
    ],
)
@pytest.mark.parametrize("render", [to_html, inline_to_html])
def test_does_no_harm(render, text):
    html = render(text)

    assert Tags(html).is_harmless()
    assert "data:text/html" not in "".join(v or "" for _, v in Tags(html).attributes)


@given(text=st.text(alphabet="<>[]()!&#:;\"'`*_-= \n\\/javscriptonlqe"))
def test_does_no_harm_whatever_is_typed(text):
    assert Tags(to_html(text)).is_harmless()


def test_renders_what_staff_were_promised():
    html = to_html("One **bold** [link](https://example.org/).\n\n- a\n- b")

    assert html == (
        '<p>One <strong>bold</strong> <a href="https://example.org/">link</a>.</p>\n'
        "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"
    )


def test_puts_no_paragraph_around_a_line():
    assert inline_to_html("One *line*") == "One <em>line</em>"
