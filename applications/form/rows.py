"""Repeatable rows of a section: districts and references."""

import re

from django import forms

from applications.form.fields import Email, Line, Number

Typed = dict[str, list[str]]  # the texts of each field, as they came


class DistrictRow(forms.Form):
    name = Line(label="District", longest=120)
    years = Number(label="Years", required=False, highest=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["list"] = "partner-districts"

    def clean_years(self):
        """What is kept is a whole number of years."""
        years = self.cleaned_data["years"]
        if years is not None and years % 1:
            raise forms.ValidationError("Write whole years, such as 2.")
        return None if years is None else int(years)


class ReferenceRow(forms.Form):
    name = Line(label="Name", longest=120)
    organization = Line(label="Organization")
    relation = Line(label="How they know your work")
    email = Email(label="E-mail")


class Rows:
    """Rows as typed; those left empty count for nothing.

    Subclasses say what a row is called, and how many there must and may be.
    """

    form: type[forms.Form]
    prefix: str
    title: str
    help: str = ""
    one, several = "row", "rows"
    fewest, most, shown = 0, 30, 1

    def __init__(self, typed=None):
        self.is_bound = typed is not None
        self.total = min(_total(typed or {}, self.prefix, self.shown), self.most)
        self.forms = [
            self.form(
                typed,
                prefix=f"{self.prefix}-{number}",
                empty_permitted=True,
                use_required_attribute=False,
            )
            for number in range(self.total)
        ]

    @property
    def counter(self):
        """The name of the hidden field that says how many rows a page has."""
        return f"{self.prefix}-total"

    @property
    def is_full(self):
        return self.total >= self.most

    def names(self):
        """Return the names of all fields of all rows, as they are typed."""
        named = [form.add_prefix(name) for form in self.forms for name in form.fields]
        return [self.counter, *named]

    def filled(self):
        """Return the rows that say something."""
        return [form for form in self.forms if form.has_changed()]

    def cleaned(self):
        """Return what valid rows say, in their order."""
        return [form.cleaned_data for form in self.filled() if form.is_valid()]

    def lacking(self) -> str:
        """Say how many rows are missing, or nothing."""
        said = len(self.filled()) if self.is_bound else 0
        lacking = self.fewest - said
        if lacking <= 0:
            return ""
        more = "more " if said else ""
        what = self.one if lacking == 1 else self.several
        return f"Add {'one' if lacking == 1 else lacking} {more}{what}."


class Districts(Rows):
    form = DistrictRow
    prefix, title = "districts", "Districts you work with"
    help = "Start with those you know best. Choose a partner district from the list, or type any."
    one, several = "district", "districts"


class References(Rows):
    form = ReferenceRow
    prefix, title = "references", "Who knows your work"
    help = "At least 2 people outside your organization. We may write to them."
    one, several = "reference", "references"
    fewest, most, shown = 2, 5, 2


def with_row(typed: Typed, rows: type[Rows]) -> Typed:
    """Return what was typed with one empty row more, up to the most there may be."""
    total = min(rows.most, _total(typed, rows.prefix, rows.shown) + 1)
    return typed | {f"{rows.prefix}-total": [str(total)]}


def without_row(typed: Typed, rows: type[Rows], gone: int) -> Typed:
    """Return what was typed with one row taken out and those below it moved up."""
    if not 0 <= gone < _total(typed, rows.prefix, rows.shown):
        return typed
    of_a_row = re.compile(rf"{rows.prefix}-([0-9]+)-(\w+)")
    kept = {}
    for name, texts in typed.items():
        found = of_a_row.fullmatch(name)
        if not found:
            kept[name] = texts
        elif (number := int(found[1])) != gone:
            kept[f"{rows.prefix}-{number - (number > gone)}-{found[2]}"] = texts
    total = max(1, _total(typed, rows.prefix, rows.shown) - 1)
    return kept | {f"{rows.prefix}-total": [str(total)]}


def _total(typed, prefix, shown):
    """Return how many rows a page had; one that says nonsense gets the usual number."""
    texts = typed.get(f"{prefix}-total")
    text = texts[-1] if isinstance(texts, list) and texts else texts or ""
    return max(1, int(text)) if re.fullmatch(r"[0-9]{1,4}", text) else shown
