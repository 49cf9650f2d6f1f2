"""What is held of who leads workshops, and of who helps at their places."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q

from facilitators.models import Facilitator
from facilitators.registry import needs_facilitator
from plp.core import days, history
from plp.core.privacy import Fate, Row, StandIn, holds, retains
from workshops.actions.staffing import lock_facilitators
from workshops.models import Assignment, Session, VenueSheet
from workshops.models.schedule import TO_COME

CONTACT = {"contact_name": "", "contact_phone": ""}


def _of(email):
    theirs = Q(facilitator__email__iexact=email) | Q(facilitator__user__email=email)
    return Assignment.objects.filter(theirs)


def assignments(email: str) -> Iterator[Row]:
    found = _of(email).select_related("workshop__course", "workshop__partner_year__partner")
    for row in found.prefetch_related("changes", "payables"):
        goes = row.workshop.is_to_come and not row.payables.all()
        yield Row(
            row,
            f"{row.get_role_display()} of {row.workshop}, {row.workshop.partner}",
            {"Status": row.get_status_display()}
            | {days.moment_in_words(each.at): each.note for each in row.changes.all() if each.note},
            Fate.DELETED if goes else Fate.STAYS,
            "Look whether the workshop still has somebody who leads it."
            if goes
            else "What counted for the partner and was paid rests on it; their name goes.",
        )


def erase_assignments(email: str, stand_in: StandIn) -> None:
    """Take them off what is to come; of the rest, who they were is erased with their record, and
    what was said of it goes now. They are locked first, as by everybody who changes who leads."""
    lock_facilitators(_of(email).values_list("facilitator", flat=True))
    _of(email).filter(workshop__status__in=TO_COME, payables__isnull=True).delete()
    for row in _of(email):
        row.changes.exclude(note="").update(note=stand_in.name)


holds("Workshops they lead", find=assignments, erase=erase_assignments)


@needs_facilitator
def led_something(facilitator: Facilitator) -> bool:
    return facilitator.assignments.exclude(workshop__status__in=TO_COME).exists()


def past_contacts(moment):
    """Sheets that name who helped, of workshops whose last day was before a moment."""
    left = Session.objects.filter(workshop=OuterRef("workshop"), day__gte=days.pacific_day(moment))
    return [VenueSheet.objects.exclude(**CONTACT).filter(~Exists(left))]


def forget_contacts(rows) -> None:
    keys = list(rows.values_list("pk", flat=True))
    rows.update(**CONTACT)
    history.of(VenueSheet).filter(id__in=keys).update(**CONTACT)


retains(
    kind="venue-contact",
    name="Who helps at the place of a workshop, and their phone number",
    after="after the last day of the workshop",
    days=365,
    fewest=30,
    why_fewest="things are left behind, and the next workshop is often at the same place.",
    due=past_contacts,
    erase=forget_contacts,
)
