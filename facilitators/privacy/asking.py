"""What is held of when facilitators cannot come, and of what partners asked them."""

from collections.abc import Iterator

from django.db.models import Q

from facilitators.models import Inquiry, Unavailability
from facilitators.privacy.people import of_person
from plp.core import days, history
from plp.core.privacy import Fate, Row, StandIn, holds, retains

# When they cannot come


def unavailabilities(email: str) -> Iterator[Row]:
    for each in Unavailability.objects.filter(facilitator__in=of_person(email)):
        yield Row(
            each,
            f"Cannot come: {days.span(each.first_day, each.last_day)}",
            {"Note": each.note} if each.note else {},
            Fate.DELETED,
            "",
        )


def erase_unavailabilities(email: str, stand_in: StandIn) -> None:
    forget_unavailabilities(Unavailability.objects.filter(facilitator__in=of_person(email)))


def forget_unavailabilities(rows) -> None:
    """Delete days with their history."""
    keys = list(rows.values_list("pk", flat=True))
    Unavailability.objects.filter(pk__in=keys).delete()
    history.forget(history.of(Unavailability).filter(id__in=keys))


holds("Days they cannot come", find=unavailabilities, erase=erase_unavailabilities)

retains(
    kind="unavailability",
    name="Days on which facilitators could not come",
    after="after the last of them",
    days=365,
    fewest=30,
    why_fewest="partners plan the next weeks by them.",
    due=lambda moment: [Unavailability.objects.filter(last_day__lt=days.pacific_day(moment))],
    erase=forget_unavailabilities,
)


# What partners asked, and what was answered


def _theirs(email):
    return Q(facilitator__in=of_person(email)) | Q(by__email=email) | Q(answered_by__email=email)


def inquiries(email: str) -> Iterator[Row]:
    related = ["partner", "facilitator__user", "course"]
    for each in Inquiry.objects.filter(_theirs(email)).select_related(*related):
        says = {
            "Course": each.course.name,
            "Dates": each.dates,
            "Where": each.place,
            "Message": each.message,
            "Asked": days.moment_in_words(each.asked_at),
        }
        if each.answered_at:
            says |= {
                "Answer": each.get_says_display(),
                "Answer in words": each.answer,
                "Answered": days.moment_in_words(each.answered_at),
            }
        yield Row(
            each,
            f"{each.partner} asked {'about dates' if each.facilitator else 'staff'}",
            {label: text for label, text in says.items() if text},
            *_fate(each, email),
        )


def _fate(inquiry, email):
    """Return what becomes of it: what was asked of them goes, what they asked or answered for
    others stays without their words."""
    facilitator = inquiry.facilitator
    if facilitator and email in {facilitator.email, facilitator.user and facilitator.user.email}:
        return Fate.DELETED, "With what they answered."
    return Fate.BLANKED, "What they wrote in their own words is blanked."


def erase_inquiries(email: str, stand_in: StandIn) -> None:
    """Delete what was asked of them; blank what they asked and answered in their own words."""
    Inquiry.objects.filter(facilitator__in=of_person(email)).delete()
    for who, words in [("by", "message"), ("answered_by", "answer")]:
        theirs = Inquiry.objects.filter(**{f"{who}__email": email})
        theirs.exclude(**{words: ""}).update(**{words: stand_in.name})


holds("Questions about dates", find=inquiries, erase=erase_inquiries)

retains(
    kind="inquiry",
    name="Questions of partners to facilitators and staff about dates",
    after="after they were asked",
    days=2 * 365,
    fewest=90,
    why_fewest="they are asked months ahead of the dates.",
    due=lambda moment: [Inquiry.objects.filter(asked_at__lt=moment)],
    erase=lambda rows: rows.delete(),
)
