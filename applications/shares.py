"""How much of what all partners promised is met, by school year and kind of promise."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from applications.counting import lines
from applications.models import PartnerRequirement, PartnerYear
from applications.statuses import Status

LEFT_OUT = {Status.BEFORE_JOINING, Status.WAIVED}


class Share(NamedTuple):
    """Of what was promised: how much is met."""

    met: int = 0
    asked: int = 0


def shares_met(on: date) -> dict[tuple[int, str], Share]:
    """Return {(key of a school year, kind of requirement): Share} of all partners, past ones too,
    in years that have begun and that they confirmed.

    What was waived, or over before a partner joined, is left out.
    """
    rows = PartnerRequirement.objects.filter(
        partner_year__status=PartnerYear.Status.CONFIRMED,
        partner_year__program_year__school_year__first_day__lte=on,
    )
    found = defaultdict(Share)
    for line in lines(rows, on, many=True):
        if line.status not in LEFT_OUT:
            key = line.row.school_year.pk, line.kind
            met, asked = found[key]
            found[key] = Share(met + line.status.is_met, asked + 1)
    return dict(found)
