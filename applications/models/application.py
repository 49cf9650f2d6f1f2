"""An organization asking to become a partner, and what it was offered."""

import re
import unicodedata

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from applications import likeness
from applications.models.applicant import Applicant, People
from applications.models.draft import Draft
from applications.models.partner import Partner
from applications.models.program import Round, Terms
from plp.core import history, pages
from plp.core.days import validate_day
from plp.core.history import kept_history
from plp.core.workflow import StatusChange, TransitionError, Workflow


class Status(models.TextChoices):
    SUBMITTED = "submitted", "Submitted"
    IN_REVIEW = "in_review", "In review"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"
    WAITLISTED = "waitlisted", "Waitlisted"
    OFFERED = "offered", "Offered"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    LAPSED = "lapsed", "Lapsed"


UNDECIDED = [Status.SUBMITTED, Status.IN_REVIEW, Status.CHANGES_REQUESTED]
TO_BE_DECIDED = [*UNDECIDED, Status.WAITLISTED]  # among these staff still choose

# What came to nothing, staff may reopen; a yes ends only with the partnership.
CAME_TO_NOTHING = [Status.DECLINED, Status.WITHDRAWN, Status.LAPSED]
DECIDED = [Status.ACCEPTED, *CAME_TO_NOTHING]


def organization_key(name: str) -> str:
    """Return a name as it is compared: no accents, case, punctuation, or legal form."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    words = re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c)))
    return " ".join(w for w in words if w not in {"the", "inc", "llc", "corp"})[:200]


class ApplicationQuerySet(models.QuerySet):
    def undecided(self):
        """Applications that still wait for staff or for an answer to staff."""
        return self.filter(status__in=UNDECIDED)

    def new(self):
        """Applications that nobody has begun to read."""
        return self.filter(status=Status.SUBMITTED)

    def in_review(self):
        return self.filter(status=Status.IN_REVIEW)

    def waiting_for_applicant(self):
        """Applications whose applicant was asked for changes and has not sent them yet."""
        return self.filter(status=Status.CHANGES_REQUESTED)

    def on_waiting_list(self):
        return self.filter(status=Status.WAITLISTED)

    def twins_of(self, organization, pin):
        """Undecided applications of the same organization, however it is written, for a city."""
        return self.undecided().filter(organization_key=organization_key(organization), pin=pin)

    def in_line(self, region):
        """Applications that could be offered a region next; see `figures.best_first`."""
        return self.could_be_offered().filter(pin__region=region)

    def could_be_offered(self):
        """Applications that may be offered their region, if it is free."""
        return self.filter(status__in=[Status.WAITLISTED, Status.IN_REVIEW])

    def for_free_regions(self):
        """Applications for a region without a partner and without an unanswered offer."""
        return self.exclude(_for_taken_region())

    def for_taken_regions(self):
        """Applications for a region that has a partner or an unanswered offer."""
        return self.filter(_for_taken_region())

    def undecided_in_public(self):
        """The same as the public sees it: an offer that is not announced yet is no decision."""
        unannounced = Offer.objects.unanswered().filter(announced_at__isnull=True)
        return self.filter(
            Q(status__in=UNDECIDED)
            | Q(status=Status.OFFERED, pk__in=unannounced.values("application"))
        )


def _for_taken_region():
    offered = Offer.objects.unanswered().filter(region=OuterRef("pin__region"))
    return Exists(offered) | Exists(Partner.objects.serving("pin__region"))


class PublicStatus(models.TextChoices):
    """How an application stands, in the words its applicant reads."""

    RECEIVED = "received", "Received"
    REVIEW = "review", "Under review"
    NEED = "need", "We need something from you"
    OFFER = "offer", "Offer made"
    WAITING = "waiting", "On the waiting list"
    ACCEPTED = "met", "Accepted"
    NOT_SELECTED = "notselected", "Not selected"
    WITHDRAWN = "withdrawn", "Withdrawn"
    LAPSED = "lapsed", "Offer lapsed"


IN_PUBLIC = {
    Status.SUBMITTED: PublicStatus.RECEIVED,
    Status.IN_REVIEW: PublicStatus.REVIEW,
    Status.CHANGES_REQUESTED: PublicStatus.NEED,
    Status.WAITLISTED: PublicStatus.WAITING,
    Status.OFFERED: PublicStatus.OFFER,
    Status.ACCEPTED: PublicStatus.ACCEPTED,
    Status.DECLINED: PublicStatus.NOT_SELECTED,
    Status.WITHDRAWN: PublicStatus.WITHDRAWN,
    Status.LAPSED: PublicStatus.LAPSED,
}

# The color and icon of a status; those who left look alike.
LOOKS = IN_PUBLIC | {Status.WITHDRAWN: "notselected", Status.LAPSED: "overdue"}


class Application(Applicant, People, Workflow):
    """One organization's request to serve the region around one pin."""

    Status = Status
    MOVED = {"status", "waiting_until", "merged_into"}
    MOVES = {
        Status.SUBMITTED: {Status.IN_REVIEW, Status.WITHDRAWN},
        Status.IN_REVIEW: {
            Status.CHANGES_REQUESTED,
            Status.OFFERED,
            Status.WAITLISTED,
            Status.DECLINED,
            Status.WITHDRAWN,
        },
        Status.CHANGES_REQUESTED: {Status.IN_REVIEW, Status.WITHDRAWN},
        Status.WAITLISTED: {
            Status.OFFERED,
            Status.WAITLISTED,
            Status.DECLINED,
            Status.WITHDRAWN,
        },
        Status.OFFERED: {
            Status.ACCEPTED,
            Status.LAPSED,
            Status.WITHDRAWN,
            Status.IN_REVIEW,
        },
        Status.DECLINED: {Status.IN_REVIEW},
        Status.LAPSED: {Status.IN_REVIEW},
        Status.WITHDRAWN: {Status.IN_REVIEW},
    }

    organization_key = models.CharField(max_length=200, editable=False)
    draft = models.OneToOneField(Draft, models.PROTECT, related_name="application")
    pin = models.ForeignKey("applications.Pin", models.PROTECT, related_name="applications")
    round = models.ForeignKey(
        Round,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name="application period",
    )
    terms = models.ForeignKey(
        Terms, models.PROTECT, null=True, blank=True, verbose_name="accepted terms"
    )
    status = models.CharField(
        max_length=20, choices=Status, default=Status.SUBMITTED, editable=False
    )
    waiting_until = models.DateField(
        "on the waiting list until", null=True, blank=True, editable=False
    )
    submitted_at = models.DateTimeField(auto_now_add=True)
    merged_into = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
    )

    objects = ApplicationQuerySet.as_manager()
    history = kept_history(exclude=["status", "waiting_until", "organization_key"])

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        indexes = [models.Index(fields=["-submitted_at", "-id"], name="application_latest")]
        permissions = [
            ("decide_application", "Can decide applications"),
            ("read_private_application", "Can read what reviewers may not see"),
            ("export_application", "Can download lists of applications"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organization_key", "pin"],
                condition=Q(status__in=UNDECIDED),
                name="application_one_undecided_per_pin",
                violation_error_message="This organization has already applied for this city.",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.WAITLISTED) | Q(waiting_until__isnull=False),
                name="application_waits_until_a_day",
            ),
        ]

    def __str__(self):
        return f"{self.organization} for {self.pin}"

    def clean(self):
        super().clean()
        self.organization_key = organization_key(self.organization)

    def validate_constraints(self, exclude=None):
        # Forms leave the key out too; see Workflow.
        super().validate_constraints(exclude=set(exclude or ()) - {"organization_key"})

    def save(self, *args, **kwargs):
        self.organization_key = organization_key(self.organization)
        self.contact_email = self.contact_email.lower()
        with transaction.atomic():
            super().save(*args, **kwargs)
            likeness.write_keys(self)

    @property
    def code(self):
        return self.draft.code

    @property
    def look(self):
        """The name of its status's color and icon."""
        return str(LOOKS[self.status])

    def move(self, to, *, by, note="", **fields):
        """Forget until when it waits, too, unless it still does, what it was merged into, and any
        decision that is ready."""
        forgotten = {"waiting_until": None, "merged_into": None}
        super().move(to, by=by, note=note, **forgotten | fields)
        self.decisions.discard()

    @property
    def ready_decision(self):
        """What is decided and not announced yet, or None."""
        return self.decisions.ready().first()

    @property
    def stays(self):
        """The application that it is read as part of, at the end of all merging: often itself."""
        last, seen = self, set()
        while last.merged_into_id and last.pk not in seen:
            seen.add(last.pk)
            last = last.merged_into
        return last

    @property
    def open_offer(self):
        """The announced offer that waits for an answer, or None."""
        return self.offers.announced().first()

    @property
    def open_request(self):
        """The changes that staff asked for and that have not come yet, or None."""
        return self.change_requests.open().first()

    def public_status(self):
        """Its PublicStatus: an offer that is not announced yet is still under review."""
        if self.status == Status.OFFERED and not self.open_offer:
            return PublicStatus.REVIEW
        return IN_PUBLIC[self.status]

    def is_being_decided(self):
        """Whether staff still make up their mind: referees and applicants may be asked."""
        return self.status in TO_BE_DECIDED and self.merged_into_id is None

    def may_be_followed(self):
        """Whether its organization may begin another: it is decided, and is no partner (now)."""
        if self.status == Status.ACCEPTED:
            return not self.partners.active().exists()
        return self.status in DECIDED

    def decided_at(self):
        """When it reached a status that nothing but staff's reopening changes, or None."""
        if self.status not in DECIDED:
            return None
        last = self.changes.last()
        return last.at if last else self.submitted_at


class ApplicationStatusChange(StatusChange):
    """One move of an application."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="changes")


class OfferQuerySet(models.QuerySet):
    def unanswered(self):
        return self.filter(answered_at__isnull=True)

    def announced(self):
        """Unanswered offers that the applicant knows of: their region is reserved."""
        return self.unanswered().filter(announced_at__isnull=False)

    def overdue(self, on):
        """Offers that nobody has answered by their last day."""
        return self.unanswered().filter(reply_by__lt=on)


class Offer(models.Model):
    """The partnership for a region, offered to one applicant."""

    class Answer(models.TextChoices):
        YES = "yes", "Accepted"
        NO = "no", "Declined"
        NONE = "none", "Lapsed"
        TAKEN_BACK = "back", "Taken back"

    application = models.ForeignKey(Application, models.CASCADE, related_name="offers")
    region = models.ForeignKey("applications.Region", models.PROTECT, related_name="offers")
    conditions = models.TextField(blank=True)
    reply_by = models.DateField("last day to reply", validators=[validate_day])
    announced_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=4, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    signed_name = models.CharField("answered by", max_length=120, blank=True)
    terms = models.ForeignKey(
        Terms, models.PROTECT, null=True, blank=True, verbose_name="accepted terms"
    )

    objects = OfferQuerySet.as_manager()
    history = kept_history()

    class Meta:
        ordering = ["-pk"]
        permissions = [("export_offer", "Can download lists of offers")]
        constraints = [
            models.UniqueConstraint(
                fields=["region"],
                condition=Q(answered_at__isnull=True),
                name="offer_one_unanswered_a_region",
                violation_error_message="This region has an unanswered offer.",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | Q(~Q(answer=""), answered_at__isnull=False),
                name="offer_answer_with_its_moment",
            ),
        ]

    def __str__(self):
        return f"Offer to {self.application}"

    def close(self, answer, *, by="", terms=None):
        """Answer it by name, unless somebody has in the meantime.

        Raises TransitionError; nothing is written then.
        """
        said = {"answer": answer, "signed_name": by, "terms": terms, "answered_at": timezone.now()}
        if not Offer.objects.unanswered().filter(pk=self.pk).update(**said):
            raise TransitionError("This offer has been answered already.")
        for name, value in said.items():
            setattr(self, name, value)
        history.note([self])
        pages.changed()
