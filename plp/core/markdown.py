"""Texts that staff write, as HTML. Raw HTML and script links in them stay text."""

from markdown_it import MarkdownIt

_markdown = MarkdownIt("commonmark", {"html": False})


def to_html(text: str) -> str:
    """Return Markdown (CommonMark) as HTML that is safe to put on a page."""
    return _markdown.render(text)


def inline_to_html(text: str) -> str:
    """The same for one line: emphasis and links, no paragraph around it."""
    return _markdown.renderInline(text)
