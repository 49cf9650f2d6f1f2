"""The tables of impact: by school year, by state, what teachers thought, what was promised."""

from applications.models import Requirement
from applications.models.program import STATES_AND_TERRITORIES
from workshops.impact.counting import ALL
from workshops.models.after import SCALE
from workshops.reports.figures import FEWEST
from workshops.reports.tables import Table

STATE_NAMES = dict(STATES_AND_TERRITORIES)
YEAR = "School year"


def by_year(of):
    headings = ["Partners", "Workshops", "Teachers", "Returning teachers", "Hours", "Districts"]
    return Table(
        "years",
        "By school year",
        [YEAR, *headings, "Satisfaction", "Commitments met", "Commitments asked"],
        [
            (
                line.year.name,
                line.partners,
                *_figures(line.came),
                line.satisfaction and round(line.satisfaction, 2),
                *line.share,
            )
            for line in of.lines
        ],
    )


def _figures(came):
    return came.workshops, came.teachers, came.returning, round(came.hours), came.districts


def by_state(of):
    rows = [
        (line.year.name, STATE_NAMES[state], of.in_state(line).get(state, 0), *_figures(came))
        for line in of.lines
        for state in sorted(_states(of, line), key=STATE_NAMES.get)
        for came in [of.came(line.year, state)]
    ]
    headings = ["State", "Partners", "Workshops", "Teachers", "Returning teachers", "Hours"]
    return Table(
        "states",
        "By state",
        [YEAR, *headings, "Districts"],
        rows,
        "A state is that of the partner’s region. A teacher who came in two states counts in both.",
    )


def _states(of, line):
    came = {state for year, state in of.counted.came if year == line.year.pk and state != ALL}
    return came | {*of.in_state(line)}


def by_question(of):
    found = {(mean.of, mean.question): mean for mean in of.counted.means}
    rows = [
        (line.year.name, text, round(mean.mean, 2), mean.number)
        for line in of.lines
        for key, text in of.questions.items()
        if (mean := found.get((line.year.pk, key)))
    ]
    return Table(
        "satisfaction",
        "What teachers thought",
        [YEAR, "Question", "Mean", "Answers"],
        rows,
        f"From 1 to {SCALE}. A question stands here once {FEWEST} teachers have answered it.",
        f"Fewer than {FEWEST} teachers have answered about workshops of this school year.",
    )


def by_promise(of):
    rows = [
        (line.year.name, kind.label, *share)
        for line in of.lines
        for kind in Requirement.Kind
        if (share := of.counted.shares.get((line.year.pk, kind)))
    ]
    return Table(
        "commitments",
        "Commitments met",
        [YEAR, "What partners promised", "Met", "Asked"],
        rows,
        "Asked of every partner that confirmed the year, also where the day to do it has not come. "
        "What we waived, or was over before a partner joined, is left out.",
        "No partner has confirmed this school year yet.",
    )
