"""The texts of contracts: what may stand in one, and how it reads with example values."""

import re
from datetime import date

from facilitators import documents
from facilitators.models import ContractTemplate
from plp.core.pdf import Part, letter
from plp.core.prose import blocks
from plp.core.texts import in_a_row

# Without these a text would leave open who agrees with whom on what.
REQUIRED = ["partner", "facilitator", "school_year"]
PAY = ["pay", "day_rate"]  # one of these, too

_braces = re.compile(r"\{([^{}]*)\}")


def problems(text: str) -> list[str]:
    """Return a sentence for each placeholder that is not known or lacks, and for a lone brace."""
    named = set(_braces.findall(text))
    known = in_a_row([f"{{{name}}}" for name in documents.PLACEHOLDERS], "or")
    said = [
        f"There is no {{{name}}}. Use {known}."
        for name in sorted(named - documents.PLACEHOLDERS.keys())
    ]
    if set("{}") & set(_braces.sub("", text)):
        said.append("A brace stands alone: write placeholders as {partner}.")
    lacking = [f"{{{name}}}" for name in REQUIRED if name not in named]
    if not named & {*PAY}:
        lacking.append("{pay} or {day_rate}")
    return said + [f"Say {words} somewhere." for words in lacking]


def preview(template: ContractTemplate, on: date) -> bytes:
    """Return a PDF of a text with example values."""
    return letter(
        title=f"Example of {template}",
        heading="Contract for leading workshops",
        below="An example: names, days and amounts are made up",
        reference=str(template),
        contact=f"Example of {template}",
        parts=[Part("In full", [], prose=blocks(template.text, documents.PLACEHOLDERS, below=2))],
        dated=on,
    )
