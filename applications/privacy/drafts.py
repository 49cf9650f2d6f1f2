"""What drafts hold of people."""

from collections.abc import Iterator

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from applications import actions
from applications.models import Draft, DraftSection
from plp.core import days
from plp.core.privacy import Fate, Row, StandIn, holds

# Drafts that were not sent


def drafts(email: str) -> Iterator[Row]:
    for draft in Draft.objects.unsent().filter(email=email).prefetch_related("sections"):
        typed = [(section.slug, section.typed) for section in draft.sections.all()]
        yield Row(
            draft,
            f"Draft {draft}",
            {"Begun": days.moment_in_words(draft.created_at)} | _all_of(typed),
            Fate.DELETED,
            "With all that was typed and uploaded.",
            names=_called(typed, email, "name"),
            numbers=_called(typed, email, "phone"),
            files=[(file.name, file.file) for file in draft.attachments.all()],
        )


def _all_of(typed):
    return {
        f"{slug}, {name}": "; ".join(texts) for slug, said in typed for name, texts in said.items()
    }


def _called(typed, email, part):
    """Return what typed sections say beside an address: the names, say."""
    return {
        text
        for _, said in typed
        for start in _beside(said, email)
        for text in said.get(start + part, [])
        if text
    }


def _beside(said, email):
    """Return how the fields begin that name whoever has the address: "contact_"."""
    for name, texts in said.items():
        if name.endswith("email") and email in [text.strip().lower() for text in texts]:
            yield name.removesuffix("email")


def erase_drafts(email: str, stand_in: StandIn) -> None:
    for draft in Draft.objects.unsent().filter(email=email):
        actions.discard_draft(draft)
    erase_what_was_typed(email)


holds("Drafts", find=drafts, erase=erase_drafts)


# Drafts of others, and those of applications, that name them


def typed_by_others(email: str) -> Iterator[Row]:
    own = Draft.objects.unsent().filter(email=email)
    for section in _sections_with(email).exclude(draft__in=own).select_related("draft"):
        said = {
            name: "; ".join(texts)
            for start in _beside(section.typed, email)
            for name, texts in section.typed.items()
            if name.startswith(start)
        }
        typed = [(section.slug, said) for said in [section.typed, *section.replaced]]
        yield Row(
            section,
            f"Draft {section.draft}, {section.get_slug_display()}",
            said,
            Fate.BLANKED,
            "The rest is somebody else’s.",
            names=_called(typed, email, "name"),
            numbers=_called(typed, email, "phone"),
        )


def _sections_with(email):
    text = Cast("typed", models.TextField()), Cast("replaced", models.TextField())
    found = DraftSection.objects.alias(now=text[0], before=text[1])
    return found.filter(Q(now__icontains=email) | Q(before__icontains=email))


def erase_what_was_typed(email: str) -> None:
    """Empty the fields that name the person, in every version that is kept."""
    for section in _sections_with(email).select_for_update():
        for said in [section.typed, *section.replaced]:
            for start in [*_beside(said, email)]:
                said.update({name: [""] for name in said if name.startswith(start)})
        section.save(update_fields=["typed", "replaced"])


holds(
    "Drafts that name them",
    find=typed_by_others,
    erase=lambda email, stand_in: erase_what_was_typed(email),
)
