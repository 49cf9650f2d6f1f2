"""Workshops that are planned at once, as they stand on the page: filled in, looked at, planned."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from facilitators.models import Facilitator
from workshops.actions.planning import Wanted, plan_workshops
from workshops.actions.scheduling import Day
from workshops.forms.planning import CommonForm, RowForm
from workshops.models import Workshop
from workshops.planning import Setting
from workshops.rules import of_series

MOST_ROWS = 40
MOST_SLOTS = 5  # days of one workshop on the page


class Series:
    """What holds for all of them, and a row for each.

    What is proposed, copied or read from a file is filled in as if somebody had typed it, so that
    it is looked at in the very same way.
    """

    def __init__(self, setting: Setting, data, *, is_new: bool = False):
        self.setting, self.data, self.is_new = setting, data, is_new
        self.slots = _bounded(data.get("slots"), MOST_SLOTS)
        self.common = CommonForm(data)
        self.rows = [
            RowForm(data, prefix=f"w{at}", setting=setting, slots=self.slots)
            for at in range(_bounded(data.get("rows"), MOST_ROWS))
        ]
        self.kept = [row for row in self.rows if row.is_wanted]
        if is_new:
            self._begin()
        self._look()

    def _begin(self):
        """Say nothing yet of what nobody has typed."""
        for row in self.rows:
            if not row.is_valid() and not row["day_0"].value():
                row.hush()

    def _look(self):
        """Find what speaks against each row that can be read, beside the others."""
        read = [row for row in self.kept if row.is_valid() and row.days]
        zones_of = self.setting.zones_of({row.cleaned_data["zip_code"] for row in read} - {""})
        for row in read:
            row.find_zone(zones_of)
            row.group_leads()
        found = of_series(self.setting.known, [row.plan for row in read])
        for row, remarks in zip(read, found, strict=True):
            row.remarks = remarks
            row.was_read = True

    @property
    def errors(self):
        """What is missing or wrong: (the field it links to, its label, what is wrong)."""
        forms = [] if self.is_new else [("", self.common)]
        is_one = len(self.rows) == 1
        forms += [
            ("" if is_one else f"Workshop {at}: ", row) for at, row in enumerate(self.rows, 1)
        ]
        return [
            (field.id_for_label, f"{of}{field.label}", error)
            for of, form in forms
            for field in form
            for error in field.errors
        ]

    @property
    def refusals(self):
        """What is refused: (the row it links to, why)."""
        return [
            (row.prefix, remark.text)
            for row in self.kept
            for remark in row.remarks
            if remark.refuses
        ]

    @property
    def has_warnings(self):
        return any(row.remarks for row in self.kept)

    @property
    def seen(self):
        """What changes with every sentence on the page: who plans must have seen it."""
        said = [f"{row.prefix} {remark.text}" for row in self.kept for remark in row.remarks]
        return sha256("\n".join(said).encode()).hexdigest()[:16] if said else ""

    @property
    def was_seen(self):
        return self.data.get("seen", "") == self.seen

    @property
    def is_ready(self):
        """Whether it can be planned as it is: all is said, and nothing is refused."""
        return bool(self.kept) and self.common.is_valid() and not self.errors and not self.refusals

    def planned_before(self) -> list[Workshop]:
        """Return the workshops that were planned when this very form was sent before."""
        codes = {row.cleaned_data.get("code") for row in self.kept if row.is_bound} - {"", None}
        rows = Workshop.objects.of(self.setting.partner).filter(code__in=codes)
        return list(rows.select_related("course"))

    def plan(self, *, by) -> list[Workshop]:
        """Plan all that are kept; raises what `plan_workshops` raises."""
        leads = Facilitator.objects.in_bulk({row.lead_key for row in self.kept} - {None})
        choice = self.setting.choice
        wanted = [self._wanted(row, leads) for row in self.kept]
        return plan_workshops(choice.year, choice.course, wanted, by=by)

    def _wanted(self, row, leads):
        place = {name: row.cleaned_data[name] for name in ("venue", "address", "zip_code")}
        fields = {"zone": row.tz.key} | self.common.cleaned_data | place
        return Wanted(row.cleaned_data["code"], row.days, leads.get(row.lead_key), fields)


def filled(
    setting: Setting, rows: Iterable[tuple[Sequence[Day], dict]], *, slots: int, **common
) -> Series:
    """Return a series that is filled in: for each workshop its days, and its other fields where
    they differ from the partner's wishes."""
    wishes = setting.wishes
    new = Workshop()
    data = {"mode": new.mode, "sign_up": new.sign_up}
    data |= {"capacity": wishes.capacity, "hours": wishes.hours} | common
    place = {"venue": wishes.venue, "address": wishes.address, "zip_code": wishes.zip_code}
    rows = list(rows)
    for at, (days, own) in enumerate(rows):
        row = RowForm(prefix=f"w{at}", setting=setting, slots=0)
        fields = {"is_kept": "on", "code": row.fields["code"].initial} | place | own
        for slot, day in enumerate(days):
            fields |= {f"{name}_{slot}": value for name, value in day._asdict().items()}
        data |= {f"w{at}-{name}": value for name, value in fields.items()}
    return Series(setting, data | {"rows": len(rows), "slots": slots}, is_new=True)


def _bounded(text, most):
    """Return how many a form says there are; one where it says no such thing."""
    said = str(text or "")
    return min(max(int(said), 1), most) if said.isascii() and said.isdigit() else 1
