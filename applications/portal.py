"""What a partner's people read on their pages, put together from the records."""

from datetime import date
from typing import NamedTuple

from django.db.models import Exists

from applications.acting import HOME, Acting, portal_page
from applications.counting import Line
from applications.look import Look
from applications.measures import Counted, rows_behind
from applications.models import Membership, PartnerYear, Requirement
from applications.models.partner import Right, rights_in_words
from applications.next_steps import steps_of
from applications.promised import Shown, shown
from applications.registry import dates_of
from plp.core import days, places
from plp.core.days import pacific_today
from plp.core.models import Message

MOST_STEPS = 8
MOST_DATES = 6
MOST_MAILS = 5
ALL_MAILS = 100


class Invited(NamedTuple):
    """Somebody who has not accepted an invitation yet."""

    name: str
    roles: str
    is_expired: bool


class Due(NamedTuple):
    """A next step as its ledger says it: by when, how far that is, and who does it."""

    label: str
    far: str
    is_late: bool
    what: str
    url: str
    more: str
    for_whom: str  # nothing where who looks can do it


class Day(NamedTuple):
    """A day or days that a partner's people should know, with how far they are."""

    when: str
    far: str
    what: str
    url: str


def look_at(acting: Acting) -> Look:
    """Look at the partner that somebody acts for, today."""
    look = Look([acting.partner], pacific_today())
    look.members = {acting.partner.pk: acting.members}  # they are known already
    return look


def chosen(look: Look, number: str) -> PartnerYear | None:
    """Return the year that was asked for by its number, else the running one, else the last."""
    named = [y for y in look.years[look.partner.pk] if str(y.program_year.number) == number]
    return named[0] if named else look.year_of(look.partner)


def left_out(look: Look) -> PartnerYear | None:
    """Return the last year, where the partner has said that it does not go on in it."""
    last = next(reversed(look.years[look.partner.pk]), None)
    return last if last and last.status == PartnerYear.Status.NOT_RENEWING else None


def contact(year: PartnerYear | None) -> str:
    return year.program_year.program.contact_email if year else ""


def invitations(look: Look) -> list[Invited]:
    return [
        Invited(
            invitation.name or invitation.email,
            rights_in_words(invitation.rights),
            invitation.state == invitation.State.EXPIRED,
        )
        for invitation in look.invitations[look.partner.pk]
    ]


def promised(look: Look, year: PartnerYear | None) -> list[Shown]:
    """Return what was promised for a year, in words."""
    events = look.events.get(year and year.pk, [])
    return [shown(line, events) for line in look.lines if line.row.partner_year == year]


def next_for(acting, look: Look) -> list[Due]:
    """Return what somebody's partner should do, as far as they may read it, the nearest last day
    first."""
    found = [step for step in steps_of(look) if acting.sees_money or not step.is_of_money]
    return [_due(step, acting, look.on) for step in found]


def dates(look: Look) -> list[Day]:
    """Return the days that come next; those that have begun are now."""
    return [
        Day(each.when, days.far(max(each.first, look.on), look.on), each.what, each.url)
        for each in dates_of(look)[:MOST_DATES]
    ]


def may(acting: Acting, right: Right | None) -> bool:
    """Whether somebody can do what needs a right: program managers can do all but sign, and staff
    who look on read it as the partner does."""
    able = {right} if right == Right.SIGN else {right, Right.MANAGE}
    return right is None or bool(acting.rights & able) or acting.is_staff


def is_kept_from(acting: Acting, kind: str) -> bool:
    """Whether what was confirmed is not for who looks: what is said of funding names amounts."""
    return kind == Requirement.Kind.FUNDING and not acting.sees_money


def behind(line: Line, acting: Acting, on: date) -> list[Counted]:
    """Return the rows behind a requirement, as far as who looks may read them."""
    rows = rows_behind(line.row, on)
    if is_kept_from(acting, line.kind):
        return [row._replace(what=line.row.name) for row in rows]
    return rows


def _due(step, acting, on):
    mine = may(acting, step.right)
    for_whom = "" if mine else f"For: {rights_in_words([step.right]).lower()}"
    more = "" if step.right == Right.MONEY and not acting.sees_money else step.more
    if step.last_day is None:
        return Due("When you can", "", False, step.what, step.url, more, for_whom)
    is_late = step.last_day < on
    day = days.in_words(step.last_day, weekday=False)
    is_today = step.last_day == on
    label = "Today" if is_today else f"{'Was due' if is_late else 'By'} {day}"
    far = "" if is_today else days.far(step.last_day, on)
    return Due(label, far, is_late, step.what, step.url, more, for_whom)


def mails_for(request):
    """Return the mails that reached who looks, the latest first: for staff, none of them."""
    sent = Message.objects.filter(to=request.user.email, status=Message.Status.SENT)
    return Message.objects.none() if request.acting.is_staff else sent.order_by("-sent_at", "-pk")


places.place(
    "Your partners", HOME, lambda user: Exists(Membership.objects.filter(user=user).order_by())
)
portal_page("Home", "applications:portal-home", 10)
portal_page("Commitments", "applications:commitments", 20)
