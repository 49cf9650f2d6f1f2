"""An application as staff read it: what it says, how it came here, and what stands beside it."""

from copy import copy
from typing import NamedTuple

from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    Subquery,
    Window,
    prefetch_related_objects,
)
from django.db.models.functions import RowNumber
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from applications import changes, sent
from applications.admin import likely, talked
from applications.admin.events import Event
from applications.admin.figures import FigureList
from applications.admin.progress import with_progress
from applications.admin.reviews_shown import shown
from applications.mails_about import mails_about
from applications.models import Application, Decision, Draft, Partner, Pin
from applications.models.application import DECIDED
from applications.models.places import PinStatus
from applications.models.reviews import COORDINATE, stepped_aside
from plp.core import days
from plp.core.admin_helpers import step_page

Status = Application.Status
MOST_OTHERS = 10  # applications that are named beside one


class Others(NamedTuple):
    """Other applications, the latest first, and where all of them are listed."""

    rows: list[Application]
    address: str

    @property
    def more(self):
        return len(self.rows) > MOST_OTHERS

    @property
    def shown(self):
        return self.rows[:MOST_OTHERS]


def show(model_admin, request, application, note_form):
    """Return the page of an application."""
    user = request.user
    own = ["draft__attachments", "change_requests"]
    prefetch_related_objects([application], *own, *talked.prefetches(user))
    also_private = user.has_perm("applications.read_private_application")
    parts = sent.parts(application, also_private=also_private, name_files=False)
    changed = changes.shown(application, parts, also_private=also_private)
    context = {
        "original": application,
        "application": application,
        "moves": model_admin.steps_for(request, application),
        "parts": changes.marks(parts, changed),
        "changes": changed,
        "files": application.draft.attachments.all(),
        "place": _place(application),
        "meant": _meant(application, user),
        "assigned": _assigned(application, user),
        "waits": _waits(application),
        "events": events(application, user),
        **_beside(application, user),
        "reviews": shown(application, user),
        "notes": _notes(application, user),
        "note_form": note_form if user.has_perm("applications.add_note") else None,
        "may_delete": model_admin.has_delete_permission(request, application),
        "likes": likely.beside(application, user),
        "merged": likely.merged(application, user),
        "stays": likely.stays(application, user),
        "near": _near(model_admin, request, application),
        **talked.context(application, user),
    }
    page = "applications/application/dossier"
    return step_page(request, model_admin, page, str(application), **context)


def _place(application):
    """Return the pin with its status beside this application, its partner and its drafts."""
    drafts = Draft.objects.unsent().filter(pin__region=OuterRef("region")).order_by()
    partner = Partner.objects.serving("region")
    others = Application.objects.undecided_in_public().exclude(pk=application.pk)
    place = (
        Pin.objects.with_status()
        .select_related("region")
        .annotate(
            partner_name=Subquery(partner.values("organization")[:1]),
            partner_pk=Subquery(partner.values("pk")[:1]),
            has_others=Exists(others.filter(pin=OuterRef("pk"))),
            draft_count=Subquery(drafts.values("pin__region").annotate(n=Count("pk")).values("n")),
        )
        .get(pk=application.pin_id)
    )
    if place.status == PinStatus.APPLIED and not place.has_others:
        place.status_value = PinStatus.OPEN
    return place


def _meant(application, user):
    """Return what is decided and not announced: on it, or else that its region is for another."""
    if not user.has_perm("applications.view_decision"):
        return {}
    ready = Decision.objects.ready().select_related("application", "made_by")
    of_it = Q(application=application)
    of_its_region = Q(kind=Decision.Kind.OFFER, region=application.pin.region_id)
    found = ready.filter(of_it | of_its_region).exclude(stepped_aside(user, "application"))
    return {"ready" if d.application_id == application.pk else "other": d for d in found}


def _assigned(application, user):
    """Return who is asked to review it and how far they are, for who may assign; else None."""
    if not user.has_perm(COORDINATE):
        return None
    if not application.somebody_is_asked:
        return []
    rows = application.assignments.select_related("reviewer").order_by("reviewer__name", "pk")
    return with_progress(rows)


def _waits(application):
    """Say how long an undecided application has waited, else nothing."""
    if application.status in DECIDED:
        return ""
    return days.waiting(application.submitted_at, days.pacific_today())


def _notes(application, user):
    """Return the notes, each with whether this person may change it; none to who may not read."""
    if not user.has_perm("applications.view_note"):
        return []
    notes = application.notes.select_related("author")
    may_write = user.has_perm("applications.add_note")
    return [(note, may_write and note.may_be_changed_by(user)) for note in notes]


# What happened


def events(application: Application, user) -> list[Event]:
    """Return all that happened, in order: moves, requests, offers, talks and mails."""
    moves = list(application.changes.select_related("by"))
    requests = list(application.change_requests.all())
    offers = list(application.offers.all())
    entered_by = application.draft.entered_by
    who = f"entered by {entered_by}" if entered_by else ""
    found = [Event(application.submitted_at, "Received", who)]
    asked = iter(requests)
    found += [_moved(move, asked) for move in moves]
    found += [event for offer in offers for event in _offered(offer)]
    found += talked.events(application, user)
    if user.has_perm("core.view_message"):
        talks = talked.keys(application)
        found += _mailed(mails_about(application, moves, requests, offers, **talks))
    return sorted(found, key=lambda event: event.at)


def _moved(move, asked):
    """Return a move; one that asks for changes also names the sections of its request."""
    new = Status(move.new)
    if new == Status.IN_REVIEW and move.old == Status.CHANGES_REQUESTED and move.by is None:
        return Event(move.at, "Changes sent", "the applicant", move.note)
    words = move.note
    if new == Status.CHANGES_REQUESTED and (request := next(asked, None)):
        words = f"{request.sections_in_words()}: {request.message}"
    return Event(move.at, new.label, str(move.by or ""), words)


def _offered(offer):
    address = reverse("admin:applications_offer_change", args=[offer.pk])
    if offer.announced_at:
        words = f"Last day to reply: {days.in_words(offer.reply_by, weekday=False)}"
        if offer.conditions:
            words += f"\nConditions: {offer.conditions}"
        yield Event(offer.announced_at, "Offer announced", words=words, address=address)
    if offer.answered_at:
        what = f"Offer: {offer.get_answer_display().lower()}"
        yield Event(offer.answered_at, what, offer.signed_name, address=address)


def _mailed(mails):
    """Return one event for all mails of the same kind and occasion."""
    same = {}
    for mail in mails:
        same.setdefault((mail.what, mail.occasion), []).append(mail)
    for mails in same.values():
        first = mails[0]
        each = tuple(
            (_addressed(m), reverse("admin:core_message_change", args=[m.pk])) for m in mails
        )
        yield Event(first.written_at, first.subject, mails=each)


def _addressed(mail):
    is_sent = mail.status == mail.Status.SENT
    return mail.to if is_sent else f"{mail.to} ({mail.state.lower()})"


# What stands beside it


def _beside(application, user):
    """Return the other applications of its organization and of its region, in one query."""
    region, key = application.pin.region_id, application.organization_key
    same = {
        "same_organization": (Q(organization_key=key), {"q": application.organization}),
        "same_region": (Q(pin__region=region), {"pin__region__id__exact": region}),
    }
    flags = {name: _flag(which) for name, (which, _) in same.items()}
    place = Window(RowNumber(), partition_by=[*same], order_by=["-submitted_at", "-pk"])
    rows = (
        Application.objects.filter(Q(*(which for which, _ in same.values()), _connector=Q.OR))
        .exclude(Q(pk=application.pk) | stepped_aside(user))
        .annotate(**flags, place=place)
        .filter(place__lte=MOST_OTHERS + 1)
        .select_related("pin__region", "draft__program")
    )
    found = list(rows)
    listed = reverse("admin:applications_application_changelist")
    return {
        name: Others([row for row in found if getattr(row, name)], f"{listed}?{urlencode(query)}")
        for name, (_, query) in same.items()
    }


def _flag(which):
    return ExpressionWrapper(which, BooleanField())


class Keys(FigureList):
    """The list that one came from, only for its order: no page of it is read."""

    def get_results(self, request):
        """Read nothing."""


class Near(NamedTuple):
    """The neighbors of an application in the list one came from."""

    before: str
    after: str
    number: int  # from 1; 0 where it is not in the list any more
    total: int
    list: str


def _near(model_admin, request, application):
    """Return the neighbors, or None where there is no such list.

    What has left a list, as after a step, has its first one for the next.
    """
    filters = request.GET.get("_changelist_filters", "")
    asked = copy(request)
    asked.GET, asked.changelist = QueryDict(filters), Keys
    try:
        rows = model_admin.get_changelist_instance(asked).queryset
        keys = list(rows.values_list("pk", flat=True))
    except IncorrectLookupParameters:
        return None
    at = keys.index(application.pk) if application.pk in keys else -1
    if at < 0 and not (keys and filters):
        return None
    listed = reverse("admin:applications_application_changelist")
    return Near(
        _page(keys[at - 1], filters) if at > 0 else "",
        _page(keys[at + 1], filters) if at + 1 < len(keys) else "",
        at + 1,
        len(keys),
        f"{listed}?{filters}" if filters else listed,
    )


def _page(key, filters):
    query = {"_changelist_filters": filters} if filters else None
    return reverse("admin:applications_application_change", args=[key], query=query)
