"""Who leads workshops: penciled in, asked, confirmed; and at which moments they are taken."""

from django.db import models
from django.db.models import F, Q

from facilitators.models import Facilitator
from plp.core.workflow import StatusChange, Workflow
from workshops.models.schedule import Workshop
from workshops.models.sessions import Session


class AssignmentStatus(models.TextChoices):
    PENCILED = "penciled", "Penciled in"
    ASKED = "asked", "Asked"
    CONFIRMED = "confirmed", "Confirmed"
    DECLINED = "declined", "Declined"
    RELEASED = "released", "Taken off"

    @property
    def look(self):
        """Its icon and its class in the style sheet."""
        return LOOKS[self]


LOOKS = {
    AssignmentStatus.PENCILED: "later",
    AssignmentStatus.ASKED: "waiting",
    AssignmentStatus.CONFIRMED: "met",
    AssignmentStatus.DECLINED: "notselected",
    AssignmentStatus.RELEASED: "before",
}
TOLD = [AssignmentStatus.ASKED, AssignmentStatus.CONFIRMED]  # who is penciled in knows nothing
COUNTED_ON = [AssignmentStatus.PENCILED, *TOLD]


class AssignmentQuerySet(models.QuerySet):
    def active(self):
        """Those of people who are still counted on: penciled in, asked or confirmed."""
        return self.filter(status__in=COUNTED_ON)

    def told(self):
        """Those of people who were asked or are confirmed."""
        return self.filter(status__in=TOLD)

    def confirmed(self):
        return self.filter(status=AssignmentStatus.CONFIRMED)

    def known_to_them(self):
        """Those that their facilitator knows of: who is penciled in was not asked yet."""
        return (
            self.exclude(status=AssignmentStatus.PENCILED).filter(changes__new__in=TOLD).distinct()
        )


class Assignment(Workflow):
    """A facilitator as lead or co-lead of a workshop."""

    Status = AssignmentStatus
    MOVES = {
        AssignmentStatus.PENCILED: {
            AssignmentStatus.ASKED,
            AssignmentStatus.CONFIRMED,
            AssignmentStatus.RELEASED,
        },
        AssignmentStatus.ASKED: {
            AssignmentStatus.CONFIRMED,
            AssignmentStatus.DECLINED,
            AssignmentStatus.RELEASED,
        },
        # Declined: they cannot come after all
        AssignmentStatus.CONFIRMED: {AssignmentStatus.DECLINED, AssignmentStatus.RELEASED},
        AssignmentStatus.DECLINED: {AssignmentStatus.PENCILED, AssignmentStatus.ASKED},
        AssignmentStatus.RELEASED: {AssignmentStatus.PENCILED, AssignmentStatus.ASKED},
    }

    class Role(models.TextChoices):
        LEAD = "lead", "Lead"
        CO_LEAD = "co_lead", "Co-lead"

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="assignments")
    facilitator = models.ForeignKey(Facilitator, models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=10, choices=Role, default=Role.LEAD)
    status = models.CharField(
        max_length=20, choices=AssignmentStatus, default=AssignmentStatus.PENCILED, editable=False
    )
    made_at = models.DateTimeField(auto_now_add=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["workshop", "-role", "pk"]  # the lead first
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "facilitator"], name="assignment_once_a_workshop"
            ),
            models.UniqueConstraint(
                fields=["workshop"],
                condition=Q(role="lead", status__in=COUNTED_ON),
                name="assignment_one_lead",
            ),
        ]

    def __str__(self):
        return f"{self.facilitator}, {self.get_role_display().lower()} of {self.workshop}"

    @property
    def look(self):
        return self.Status(self.status).look


class AssignmentStatusChange(StatusChange):
    """One move of one assignment; of one declined or taken off, `note` says why."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="changes")


class Booking(models.Model):
    """The hours of one day for which a facilitator is confirmed.

    Rows exist exactly while the assignment is confirmed and its workshop is not cancelled. On
    PostgreSQL the database itself refuses two of one person that overlap, of whatever partner.
    """

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="bookings")
    session = models.ForeignKey(Session, models.CASCADE, related_name="bookings")
    facilitator = models.ForeignKey(Facilitator, models.PROTECT, related_name="bookings")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["begins_at", "pk"]
        indexes = [
            models.Index(fields=["facilitator", "begins_at"], name="booking_of_a_facilitator")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "session"], name="booking_once_a_session"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")), name="booking_ends_after_it_begins"
            ),
        ]

    def __str__(self):
        return f"{self.facilitator}, {self.begins_at:%Y-%m-%d %H:%M} UTC"

    @classmethod
    def of(cls, assignment: Assignment, session: Session) -> "Booking":
        """Return the booking, not saved yet, of somebody for a day."""
        return cls(
            assignment=assignment,
            session=session,
            facilitator=assignment.facilitator,
            begins_at=session.begins_at,
            ends_at=session.ends_at,
        )
