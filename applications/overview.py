"""What staff know of all partnerships at once: what is met, what is overdue, and where."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from applications.counting import Line, lines
from applications.look import running
from applications.models import Commitment, Partner, PartnerRequirement, PartnerYear, ProgramYear
from applications.next_steps import LOOKING_BACK
from applications.statuses import Status

Year = PartnerYear.Status

# Of several requirements of a commitment, the first of these says how it is doing.
WORST_FIRST = [
    Status.OVERDUE,
    Status.RENEW_BY,
    Status.TO_CONFIRM,
    Status.NOT_SCHEDULED,
    Status.NOTHING_YET,
    Status.SOME,
    Status.LATER,
    Status.ON_TRACK,
    Status.NOT_COUNTED,
    Status.ALL,
    Status.CONFIRMED,
    Status.MET,
    Status.BEFORE_JOINING,
    Status.WAIVED,
]
RANK = {status: rank for rank, status in enumerate(WORST_FIRST)}


class Tally(NamedTuple):
    """How a partner is doing: in its running year, and what is overdue at all."""

    year: PartnerYear | None = None
    met: int = 0
    asked: int = 0
    overdue: int = 0


class Cell(NamedTuple):
    """How one commitment of a partner year is doing: as the worst of its requirements."""

    commitment: int  # its key
    status: Status
    overdue: int


class HeatRow(NamedTuple):
    """One partner year of the heat map."""

    year: PartnerYear
    cells: list[Cell | None]  # a commitment each, in order; None: it asks nothing of the partner

    @property
    def partner(self):
        return self.year.partner

    @property
    def overdue(self):
        return sum(cell.overdue for cell in self.cells if cell)


def asked_lately(partners, on: date):
    """The requirements of partners' years that run, are to come, or have ended not long ago."""
    return PartnerRequirement.objects.filter(
        partner_year__partner__in=partners,
        partner_year__program_year__school_year__last_day__gte=on - LOOKING_BACK,
    ).exclude(partner_year__status=Year.NOT_RENEWING)


def lately(partners, on: date) -> list[Line]:
    """Return how all that was asked lately of partners is doing, in as many queries for any
    number of them."""
    return lines(asked_lately(partners, on), on, many=True)


def tallies(partners, on: date) -> dict[int, Tally]:
    """Return {key of a partner: Tally}, in as many queries for any number of partners."""
    return tallies_of(lately(partners, on), on)


def tallies_of(found: list[Line], on: date) -> dict[int, Tally]:
    """Return the tallies of the partners that lines are of."""
    of_partner = defaultdict(list)
    for line in found:
        of_partner[line.row.partner_year.partner_id].append(line)
    return {partner: _tally(asked, on) for partner, asked in of_partner.items()}


def _tally(found, on):
    years = {line.row.partner_year.pk: line.row.partner_year for line in found}
    year = running(years.values(), on)
    counted = [line.status for line in found if year and line.row.partner_year.pk == year.pk]
    counted = [status for status in counted if status != Status.WAIVED]
    met = sum(status.is_met for status in counted)
    return Tally(year, met, len(counted), sum(map(is_overdue, found)))


def is_overdue(line: Line) -> bool:
    """Whether a partner should have done something by now: it is one still, and said yes."""
    year = line.row.partner_year
    is_asked = year.status == Year.CONFIRMED and year.partner.ended_on is None
    return is_asked and line.status == Status.OVERDUE


def overdue(on: date, partners=None) -> list[Line]:
    """Return what is overdue at active partners, the longest overdue first."""
    active = Partner.objects.active() if partners is None else partners
    found = filter(is_overdue, lately(active, on))
    return sorted(
        found, key=lambda line: (line.last_day, str(line.row.partner_year.partner), line.row.pk)
    )


def heat_map(
    year: ProgramYear, commitments: list[Commitment], on: date, *, state: str = ""
) -> list[HeatRow]:
    """Return how each commitment of a program year is doing at each active partner."""
    rows = PartnerRequirement.objects.filter(
        partner_year__program_year=year, partner_year__partner__ended_on=None
    ).exclude(partner_year__status=Year.NOT_RENEWING)
    if state:
        rows = rows.filter(partner_year__partner__region__state=state)
    years, of_cell = {}, defaultdict(list)
    for line in lines(rows, on, many=True):
        years[line.row.partner_year.pk] = line.row.partner_year
        of_cell[line.row.partner_year.pk, line.row.requirement.commitment_id].append(line)
    return [
        HeatRow(row, [_cell(each, of_cell.get((key, each.pk))) for each in commitments])
        for key, row in years.items()
    ]


def _cell(commitment, found):
    if not found:
        return None
    status = min((line.status for line in found), key=RANK.get)
    return Cell(commitment.pk, status, sum(map(is_overdue, found)))
