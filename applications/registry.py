"""What higher floors add to a partner's pages: each with one function, registered when it starts.

Apps above this one import from here, from `models` and from `actions` only.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from random import Random
from typing import NamedTuple

from django.apps import apps
from django.urls import reverse

from applications.acting import Acting, acting_for, acting_for_money, for_managers, portal_page
from applications.attending import events_of
from applications.counting import Line, lines
from applications.emails.addressing import people_with
from applications.estimating import estimates, plan
from applications.finding import normalize as zip_in
from applications.form.estimating import TeachersForm
from applications.look import Look
from applications.measures import FOREVER, Amount, Counted, among, measures, window
from applications.models import FundingTerms, Partner, PartnerYear
from applications.models.partner import Right
from applications.promised import Shown, shown
from applications.public import show
from applications.shares import Share, shares_met
from applications.tally_map import tally_map
from plp.core import days

__all__ = [
    "FOREVER",
    "Acting",
    "Amount",
    "Counted",
    "GroupChange",
    "KeyDate",
    "Line",
    "Look",
    "News",
    "NextStep",
    "Share",
    "Shown",
    "TeachersForm",
    "TermsUse",
    "acting_for",
    "acting_for_money",
    "among",
    "demo_records",
    "estimates",
    "events_of",
    "for_managers",
    "key_dates",
    "lines",
    "measures",
    "member_leaves",
    "met_at",
    "news",
    "next_steps",
    "open_matters",
    "partnership_ends",
    "people_with",
    "plan",
    "portal_page",
    "public_addresses",
    "report_figures",
    "sample_records",
    "session_changed",
    "shares_met",
    "show",
    "shown",
    "tally_map",
    "terms_change",
    "terms_in_use",
    "way_to",
    "window",
    "zip_in",
]


class NextStep(NamedTuple):
    """Something that somebody at a partner should do, with the page on which it is done."""

    partner: int  # its key
    key: str  # what it is, the same on every day: "requirement 12"
    what: str  # begins with a verb: “Choose a day for your Hour of Code”
    url: str
    last_day: date | None = None
    more: str = ""  # one sentence below
    right: Right | None = None  # who can do it; None: every member
    is_returned: bool = False  # it was done, and did not do: before all others
    is_of_money: bool = False  # only who reads amounts is shown it


class KeyDate(NamedTuple):
    """A day or days that a partner's people should know."""

    first: date
    last: date
    what: str
    url: str = ""

    @property
    def when(self):
        return days.span(self.first, self.last)


class News(NamedTuple):
    """Something that has happened at a partner."""

    at: datetime
    what: str


class TermsUse(NamedTuple):
    """Why funding terms may not be changed any more, and the last day that was paid by them."""

    why: str  # a sentence
    last: date


class GroupChange(NamedTuple):
    """What other funding terms make of a teacher group that is going on."""

    group: str
    teachers: str  # how many are funded, or may be
    urban: str
    before: Decimal
    after: Decimal

    @property
    def difference(self):
        return self.after - self.before


_steps: list[Callable] = []
_uses: list[Callable] = []
_changes: list[Callable] = []
_dates: list[Callable] = []
_news: list[Callable] = []
_figures: list[Callable] = []
_open: list[Callable] = []
_demo: list[Callable] = []
_sample: list[Callable] = []
_public: list[Callable] = []


class Way(NamedTuple):
    """Where a kind of requirement is met: an address of a partner, or of one requirement."""

    url_name: str
    is_of_requirement: bool = False


_ways: dict[str, Way] = {}


def met_at(url_name: str, *kinds: str, of_requirement=False) -> None:
    """Say on which page people meet requirements of some kinds; it takes the partner's key."""
    _ways.update(dict.fromkeys(kinds, Way(url_name, of_requirement)))


def way_to(line: Line) -> str:
    """Return the address at which a requirement can be met, or nothing."""
    way = _ways.get(line.kind)
    if way is None:
        return ""
    own = [line.row.pk] if way.is_of_requirement else []
    return reverse(way.url_name, args=[line.row.partner_year.partner_id, *own])


_moves: list[Callable] = []
_leavings: list[Callable] = []
_endings: list[Callable] = []


def _added_to(functions):
    def register(function):
        if function not in functions:
            functions.append(function)
        return function

    return register


# Each decorates a function that is asked for every page; its queries must not grow with its rows.
# What several of them read of a Look, they read by `look.once(…)`.

# (look) -> NextSteps of any number of partners, `look.active`
next_steps: Callable = _added_to(_steps)
# (look) -> KeyDates of one partner, `look.partner`; past ones may be among them
key_dates: Callable = _added_to(_dates)
# (partner, since) -> News since a moment
news: Callable = _added_to(_news)
# (partner year) -> (label, words) of its annual report
report_figures: Callable = _added_to(_figures)
# (partner, on) -> sentences on what is still open, for whoever ends the partnership
open_matters: Callable = _added_to(_open)
# (partner year, session before or None, session now, reason), in the transaction of the change
session_changed: Callable = _added_to(_moves)
# (membership, on), in the transaction in which a member is removed, before the row goes
member_leaves: Callable = _added_to(_leavings)
# (partner, by), in the transaction in which a partnership ends, once it is saved as ended
partnership_ends: Callable = _added_to(_endings)
# (on) writes fictional records for the partners of the demo; runs after the demo's own
demo_records: Callable = _added_to(_demo)
# (partners, on, dice, **sizes) writes records of a large sample for these partners; sizes are what
# the command was asked for, such as `workshops` of each partner
sample_records: Callable = _added_to(_sample)
# (funding terms) -> TermsUses: what was paid, or asked for, by them
terms_in_use: Callable = _added_to(_uses)
# (program, its funding terms before, and after, on) -> GroupChanges of the groups going on
terms_change: Callable = _added_to(_changes)
# (edition) -> addresses of public pages, for whoever looks for all of them
public_addresses: Callable = _added_to(_public)


def added_steps(look: Look) -> list[NextStep]:
    """Return the next steps that each part of the application adds, for partners that are active;
    `next_steps.steps_of` has those that follow from requirements, too."""
    return [step for find in _steps for step in find(look)] if look.active else []


def dates_of(look: Look) -> list[KeyDate]:
    """Return the days of a partner that are not over, the nearest first; after its end, none."""
    found = [each for find in _dates for each in find(look)] if look.active else []
    return sorted(each for each in found if each.last >= look.on)


def news_of(partner: Partner, since: datetime) -> list[News]:
    """Return what has happened at a partner since a moment, the first thing first."""
    return sorted(each for find in _news for each in find(partner, since))


def uses_of(terms: FundingTerms) -> list[TermsUse]:
    """Return what funding terms were used for; without any, they may still be changed."""
    return [use for find in _uses for use in find(terms)]


def group_changes(program, before, after, on: date) -> list[GroupChange]:
    """Return what a change of a program's funding terms, each a list, makes of teacher groups."""
    return [change for find in _changes for change in find(program, before, after, on)]


def figures_of(year: PartnerYear) -> list[tuple[str, str]]:
    return [figure for find in _figures for figure in find(year)]


def open_at(partner: Partner, on: date) -> Iterable[str]:
    """Return sentences on what is still open at a partner."""
    return [sentence for find in _open for sentence in find(partner, on)]


def addresses_of(edition) -> list[str]:
    """Return the addresses of the public pages that the apps above add."""
    return [address for find in _public for address in find(edition)]


def when_a_member_leaves() -> list[Callable]:
    """Return what follows, in the apps above, when a member is removed."""
    return _leavings


def when_a_partnership_ends() -> list[Callable]:
    """Return what follows, in the apps above, when a partnership ends."""
    return _endings


def session_changes() -> list[Callable]:
    """Return what follows, in the apps above, when a partner goes to another summer session."""
    return _moves


def _from_below(functions):
    """Put those of lower floors first: records of the floors above hang on theirs."""
    floors = [app.name for app in apps.get_app_configs()]  # the highest first
    return sorted(functions, key=lambda each: -floors.index(each.__module__.partition(".")[0]))


def load_demo_records(on: date) -> None:
    """Write the fictional records of the apps above."""
    for write in _from_below(_demo):
        write(on)


def load_sample_records(partners: Sequence[Partner], on: date, dice: Random, **sizes: int) -> None:
    """Write the records of a large sample of the apps above."""
    for write in _from_below(_sample):
        write(partners, on, dice, **sizes)
