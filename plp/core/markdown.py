"""Texts that staff write, as HTML. Raw HTML and script links in them stay text."""

from markdown_it import MarkdownIt

_markdown = MarkdownIt("commonmark", {"html": False})


def to_html(text: str) -> str:
    """Return Markdown (CommonMark) as HTML that is safe to put on a page."""
    return _markdown.render(text)


def inline_to_html(text: str) -> str:
    """The same for one line: emphasis and links, no paragraph around it."""
    return _markdown.renderInline(text)


def to_text(text: str) -> str:
    """Return Markdown as plain text: what it says, and behind a link where it leads."""
    return "\n\n".join(
        _said(token.children) for token in _markdown.parse(text) if token.type == "inline"
    )


def _said(tokens):
    words, address = [], ""
    for token in tokens:
        if token.type == "link_open":
            address = token.attrGet("href")
        elif token.type == "link_close":
            words.append(f" ({address})")
        elif token.type in {"softbreak", "hardbreak"}:
            words.append(" ")
        else:
            words.append(token.content)
    return "".join(words)
