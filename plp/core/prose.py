"""Markdown as data to draw: headings, paragraphs and lists, with values filled in as mere words."""

import re
from collections.abc import Mapping

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

DEEPEST = 6  # levels of headings in a PDF

_markdown = MarkdownIt("commonmark", {"html": False})
_placeholder = re.compile(r"\{([a-z_]+)\}")


def blocks(text: str, values: Mapping[str, str], *, below: int) -> list[dict]:
    """Return the blocks of a Markdown text with values for its placeholders.

    Values are filled in after the text is read, so nothing in them is markup; a newline in one
    ends a line. Headings begin one level under `below` and never leave a level out, as readers of
    the page by its outline need it. What no value is given for stays in its braces.
    """
    return _Reader(values, below).all_of(SyntaxTreeNode(_markdown.parse(text)).children)


class _Reader:
    """Turns the nodes of one text into blocks, and remembers how deep its outline is."""

    def __init__(self, values, below):
        self.values = values
        self.below = self.deepest = below

    def all_of(self, nodes):
        return [block for node in nodes for block in self._block(node)]

    def _block(self, node):
        if node.type == "heading":
            yield from self._heading(node)
        elif node.type == "paragraph":
            yield {"kind": "paragraph", "runs": self._runs(node)}
        elif node.type in {"bullet_list", "ordered_list"}:
            yield self._list(node)
        elif node.type == "blockquote":
            yield {"kind": "quote", "blocks": self.all_of(node.children)}
        elif node.type in {"fence", "code_block"}:
            yield {
                "kind": "paragraph",
                "runs": self._lines(self._filled(node.content.strip("\n")), False),
            }
        elif node.type == "hr":
            yield {"kind": "rule"}

    def _heading(self, node):
        runs = self._runs(node)
        if any(run["text"].strip() for run in runs):
            yield {"kind": "heading", "level": self._level(node), "runs": runs}

    def _level(self, node):
        self.deepest = min(self.below + int(node.tag[1]), self.deepest + 1, DEEPEST)
        return self.deepest

    def _list(self, node):
        is_ordered = node.type == "ordered_list"
        return {
            "kind": "list",
            "is_ordered": is_ordered,
            "start": int(node.attrs.get("start", 1)),
            "items": [self.all_of(item.children) for item in node.children],
        }

    def _runs(self, node):
        return [run for inline in node.children for run in self._inline(inline, False)]

    def _inline(self, node, is_strong):
        if node.type in {"text", "code_inline"}:
            yield from self._lines(self._filled(node.content), is_strong)
        elif node.type == "softbreak":
            yield {"text": " ", "is_strong": is_strong}
        elif node.type == "hardbreak":
            yield {"text": "\n"}
        else:
            inside_strong = is_strong or node.type in {"strong", "em"}
            for child in node.children:
                yield from self._inline(child, inside_strong)
        if node.type == "link" and node.attrs["href"]:
            yield {"text": f" ({node.attrs['href']})", "is_strong": is_strong}

    def _filled(self, text):
        return _placeholder.sub(lambda found: self.values.get(found[1], found[0]), text)

    def _lines(self, text, is_strong):
        """Return runs of a text, with a break between its lines."""
        first, *others = text.splitlines() or [""]
        runs = [{"text": first, "is_strong": is_strong}]
        for line in others:
            runs += [{"text": "\n"}, {"text": line, "is_strong": is_strong}]
        return runs
