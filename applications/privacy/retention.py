"""How long what belongs to applying is kept."""

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from applications import actions
from applications.models import Application, ApplicationStatusChange, Draft, Interest, Partner
from applications.models.application import CAME_TO_NOTHING, UNDECIDED
from plp.core import days, history
from plp.core.privacy import one_by_one, retains

Status = Application.Status


def decided(moment):
    ended = Application.objects.filter(status__in=CAME_TO_NOTHING)
    return [_last_moved(ended).filter(last__lt=moment)]


def _last_moved(found):
    """Annotate when each was moved last: in a subquery, so that rows can still be deleted."""
    moves = ApplicationStatusChange.objects.filter(application=OuterRef("pk")).order_by(
        "-at", "-pk"
    )
    return found.annotate(last=Coalesce(Subquery(moves.values("at")[:1]), F("submitted_at")))


def undecided(moment):
    waiting = [*UNDECIDED, Status.WAITLISTED]
    return [Application.objects.filter(status__in=waiting, submitted_at__lt=moment)]


def after_the_partnership(moment):
    """Accepted applications whose partners have all ended before a moment."""
    partners = Partner.objects.filter(application=OuterRef("pk"))
    lasts = partners.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=days.pacific_day(moment)))
    accepted = Application.objects.filter(Exists(partners), status=Status.ACCEPTED)
    return [accepted.exclude(Exists(lasts))]


def erase_what_was_accepted(rows):
    """The partner stays, and no longer says how it applied."""
    for application in rows:
        partners = Partner.objects.filter(application=application)
        with history.because("Its application was erased at the end of its retention."):
            for partner in partners:
                partner.application = None
                partner.save()
        actions.erase_application(application)


retains(
    kind="draft-warning",
    name="Drafts, until they are warned of",
    after="after somebody last worked on the draft",
    days=60,
    fewest=14,
    why_fewest="people write on it over several weeks.",
    due=lambda moment: [Draft.objects.idle_since(moment).filter(warned_at=None)],
)
retains(
    kind="draft",
    name="Drafts, once they were warned of",
    after="after the warning",
    days=30,
    fewest=14,
    why_fewest="whoever was warned must have time to come back.",
    due=lambda moment: [Draft.objects.unsent().filter(warned_at__lte=moment)],
)
retains(
    kind="application-decided",
    name="Applications that were declined, withdrawn or lapsed",
    after="after that",
    days=2 * 365,
    fewest=60,
    why_fewest="its link works for 30 days, and people ask why.",
    due=decided,
    erase=one_by_one(actions.erase_application),
    batch=1,
)
retains(
    kind="application-undecided",
    name="Applications that were never decided",
    after="after they were sent",
    days=3 * 365,
    fewest=365,
    why_fewest="they may still be decided.",
    due=undecided,
    erase=one_by_one(actions.erase_application),
    batch=1,
)
retains(
    kind="application-accepted",
    name="Applications that became a partner",
    after="after the partnership ended",
    days=7 * 365,
    fewest=3 * 365,
    why_fewest="it says what the partner has promised.",
    due=after_the_partnership,
    erase=erase_what_was_accepted,
    batch=1,
)
retains(
    kind="interest",
    name="Interest list",
    after="after somebody asked to hear when their area opens",
    days=2 * 365,
    fewest=90,
    why_fewest="they wait for the next application period.",
    due=lambda moment: [Interest.objects.filter(created_at__lt=moment)],
    erase=lambda rows: rows.delete(),
)
