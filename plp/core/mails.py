"""Kinds of mail: what each is for, its text, and the words in braces that the text may hold."""

import re
from dataclasses import dataclass

from plp.core.texts import in_a_row, keepable

KINDS: dict[str, "MailKind"] = {}

# What the caller of `outbox.write` says beside the values, so no placeholder can be called that.
RESERVED = {"kind", "occasion", "to", "reply_to", "secret", "attachment"}

_braces = re.compile(r"\{([^{}]*)\}")
_gap = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class MailKind:
    """One kind of mail, registered at import by the app that sends it."""

    what: str  # part of a mail's key: "application-received"
    name: str  # for staff: "Application received"
    sent_when: str  # for staff: "When an application has been sent."
    placeholders: dict[str, str]  # name and an example, shown in the preview
    subject: str
    body: str  # plain text, with {placeholders}

    @property
    def links(self) -> list[str]:
        """The placeholders that are links: a text without them would be of no use."""
        return [name for name, example in self.placeholders.items() if example.startswith("http")]


def register(kind: MailKind) -> MailKind:
    """Make a kind known. Raises ValueError where its own text would be refused to staff."""
    problems = [*problems_of_subject(kind, kind.subject), *problems_of_body(kind, kind.body)]
    problems += [f"{{{name}}} has another meaning." for name in RESERVED & {*kind.placeholders}]
    if KINDS.setdefault(kind.what, kind) != kind:
        problems.append("There is another kind of this name.")
    if problems:
        raise ValueError(f"{kind.what}: {' '.join(problems)}")
    return kind


def problems_of_subject(kind: MailKind, subject: str) -> list[str]:
    """Return a sentence for each {word} that cannot stand in a subject: a link is a secret."""
    return _unknown(subject, [name for name in kind.placeholders if name not in kind.links])


def _unknown(text, names):
    """Return a sentence for each {word} that is not among the names, and for a lone brace."""
    known = [f"{{{name}}}" for name in names] or ["no braces"]
    use = f"Use {in_a_row(known, 'or')}."
    unknown = sorted({*_braces.findall(text)} - {*names})
    problems = [f"There is no {{{name}}} in this mail. {use}" for name in unknown]
    if set("{}") & set(_braces.sub("", text)):
        problems.append(f"A brace stands alone. {use}")
    return problems


def problems_of_body(kind: MailKind, body: str) -> list[str]:
    """Return the same for the body, and a sentence for each link that it lacks."""
    lacking = [name for name in kind.links if f"{{{name}}}" not in body]
    return _unknown(body, [*kind.placeholders]) + [
        f"Keep {{{name}}} in the text: without it, the mail leads nowhere." for name in lacking
    ]


def fill(text: str, values: dict[str, object]) -> str:
    """Put values in the place of their {names}, in one pass: braces in a value stay as they are."""
    plain = {name: _with_plain_line_ends(str(value)) for name, value in values.items()}
    return _braces.sub(lambda found: plain.get(found[1], found[0]), text)


def fill_body(text: str, values: dict[str, object]) -> str:
    """The same for a body: a paragraph that turns out empty leaves no gap."""
    return _gap.sub("\n\n", fill(text, values)).strip("\n")


def fill_line(text: str, values: dict[str, object]) -> str:
    """The same for a subject: all white space, and so every line break, becomes one space."""
    return " ".join(fill(text, values).split())


def _with_plain_line_ends(value):
    return keepable(value).replace("\r\n", "\n").replace("\r", "\n")
