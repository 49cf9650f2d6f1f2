"""What is held of facilitators, of what they are accredited for, and of who was suggested."""

from collections.abc import Iterator

from django.db.models import Q

from facilitators.models import Accreditation, Facilitator, Suggestion, Unavailability
from facilitators.models.people import about
from facilitators.needed import is_needed
from plp.core import days, history
from plp.core.models import Invitation
from plp.core.privacy import Fate, Row, StandIn, holds, retains

# What a record, and its history, says of who somebody is.
WORDS = dict.fromkeys(["phone", "extension", "home_zip", "bio"], "")


def of_person(email: str):
    """Return the facilitators with an address, or whose account has it."""
    return Facilitator.objects.filter(Q(email__iexact=email) | Q(user__email=email))


# Facilitators


def facilitators(email: str) -> Iterator[Row]:
    for each in of_person(email).prefetch_related("courses"):
        is_kept = must_stay(each)
        yield Row(
            each,
            f"Facilitator {each.name}",
            {
                "Name": each.name,
                "E-mail": each.email,
                "Phone": " ".join(filter(None, [str(each.phone), each.extension])),
                "Home ZIP code": each.home_zip,
                "Travels up to": f"{each.travels_up_to} miles",
                "About them": each.bio,
                "Would like to lead": ", ".join(course.name for course in each.courses.all()),
                "Partners can find them": "Yes" if each.is_listed else "No",
                "Known since": days.moment_in_words(each.added_at),
            },
            Fate.BLANKED if is_kept else Fate.DELETED,
            "That somebody was accredited and under contract still counts for partners."
            if is_kept
            else "With the days on which they cannot come.",
            names={each.name},
            numbers={str(each.phone)} - {""},
        )


def must_stay(facilitator: Facilitator) -> bool:
    """Whether something is counted or kept that needs the row."""
    is_kept = facilitator.contracts.exists() or facilitator.accreditations.exists()
    return is_kept or is_needed(facilitator)


def erase_facilitators(email: str, stand_in: StandIn) -> None:
    """Blank who they were, also in what was; whom nothing needs goes whole."""
    found = list(of_person(email))
    keys = [each.pk for each in found]
    gone = {"name": stand_in.name, "email": stand_in.email} | WORDS
    earlier = history.of(Facilitator).filter(Q(id__in=keys) | Q(email__iexact=email))
    history.forget(history.of(Unavailability).filter(facilitator_id__in=keys))
    for number, each in enumerate(found):
        if must_stay(each):
            _blank(each, gone | {"email": f"{number or ''}{stand_in.email}"})
        else:
            forget_facilitator(each)
    earlier.update(**gone)


def _blank(facilitator, gone):
    for name, value in gone.items():
        setattr(facilitator, name, value)
    facilitator.is_listed = False
    facilitator.calendar_version += 1  # the address of their calendar opens nothing any more
    with history.because("The person was erased."):
        facilitator.save()
        facilitator.courses.clear()


def forget_facilitator(facilitator: Facilitator) -> None:
    """Delete a facilitator whom nothing needs any more, with their history and invitations."""
    key = facilitator.pk
    Invitation.objects.filter(about=about(facilitator), accepted_at__isnull=True).delete()
    facilitator.delete()
    history.forget(history.of(Facilitator).filter(id=key))


holds("Facilitators", find=facilitators, erase=erase_facilitators, is_last=True)


# What they are accredited for


def accreditations(email: str) -> Iterator[Row]:
    found = Accreditation.objects.filter(facilitator__in=of_person(email))
    for each in found.select_related("facilitator", "course"):
        says = {"Course": each.course.name, "Valid": days.span(each.first_day, each.last_day)}
        if each.revoked_from:
            says |= {
                "Revoked from": days.in_words(each.revoked_from),
                "Why": each.revoke_reason,
            }
        yield Row(
            each,
            f"Accreditation for {each.course}",
            says,
            Fate.BLANKED if each.revoke_reason else Fate.STAYS,
            "Which days counted for partners depends on it. Why it was revoked is blanked.",
        )


def erase_accreditations(email: str, stand_in: StandIn) -> None:
    """Blank why one was revoked: it says something of the person, whoever they were."""
    found = Accreditation.objects.filter(facilitator__in=of_person(email))
    earlier = history.of(Accreditation).filter(id__in=found.values("pk"))
    for rows in (earlier, found):
        rows.exclude(revoke_reason="").update(revoke_reason=stand_in.name)


holds("Accreditations", find=accreditations, erase=erase_accreditations)


# Who was suggested


def suggestions(email: str) -> Iterator[Row]:
    theirs = Q(email__iexact=email) | Q(by__email=email)
    for each in Suggestion.objects.filter(theirs).select_related("partner"):
        is_theirs = each.email == email
        yield Row(
            each,
            f"Suggested: {each.name}" if is_theirs else "Suggested somebody",
            _said(each, is_theirs),
            Fate.DELETED if is_theirs else Fate.STAYS,
            "" if is_theirs else "It is about somebody else.",
            names={each.name} if is_theirs else set(),
        )


def _said(suggestion, is_theirs):
    """Return what it says, and of whom where that is who asks."""
    of_whom = {
        "Name": suggestion.name,
        "E-mail": suggestion.email,
        "Home ZIP code": suggestion.home_zip,
    }
    return (of_whom if is_theirs else {}) | {
        "Why": suggestion.why,
        "Suggested by": str(suggestion.partner or "Themselves"),
        "Received": days.moment_in_words(suggestion.at),
        "Status": suggestion.get_status_display(),
    }


def erase_suggestions(email: str, stand_in: StandIn) -> None:
    forget_suggestions(Suggestion.objects.filter(email__iexact=email))
    # One that was given another address since.
    earlier = history.of(Suggestion).filter(email__iexact=email)
    blank = {"name": stand_in.name, "email": stand_in.email, "home_zip": "", "why": stand_in.name}
    earlier.update(**blank)


def forget_suggestions(rows) -> None:
    """Delete suggestions with their moves and history."""
    keys = list(rows.values_list("pk", flat=True))
    Suggestion.objects.filter(pk__in=keys).delete()
    history.forget(history.of(Suggestion).filter(id__in=keys))


holds("Suggested facilitators", find=suggestions, erase=erase_suggestions)


def answered(moment):
    """Suggestions that were answered, counted from when they came."""
    new = Suggestion.Status.NEW
    return [Suggestion.objects.exclude(status=new).filter(at__lt=moment)]


retains(
    kind="suggestion",
    name="Suggestions of facilitators, once they are answered",
    after="after they were received",
    days=2 * 365,
    fewest=90,
    why_fewest="whoever was declined may be suggested again in the next school year.",
    due=answered,
    erase=forget_suggestions,
)
