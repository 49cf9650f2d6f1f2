"""Who comes to workshops: seats, the waiting list, and who was present."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from applications.models.program import STATES_AND_TERRITORIES
from plp.core.history import kept_history
from plp.core.workflow import StatusChange, Workflow
from workshops.models.roster import Teacher
from workshops.models.schedule import Workshop
from workshops.models.sessions import Session

# What is erased 30 days after the workshop.
PRIVATE = ["diet", "access_needs"]


class EnrollmentStatus(models.TextChoices):
    ENROLLED = "enrolled", "Enrolled"
    WAITLISTED = "waitlisted", "On the waiting list"
    OFFERED = "offered", "Offered a seat"
    CANCELLED = "cancelled", "Cancelled"

    @property
    def look(self):
        """Its icon and its class in the style sheet."""
        return LOOKS[self]


LOOKS = {
    EnrollmentStatus.ENROLLED: "met",
    EnrollmentStatus.WAITLISTED: "waiting",
    EnrollmentStatus.OFFERED: "offer",
    EnrollmentStatus.CANCELLED: "before",
}
NOT_CANCELLED = [
    EnrollmentStatus.ENROLLED,
    EnrollmentStatus.WAITLISTED,
    EnrollmentStatus.OFFERED,
]
# Who has a seat, or has one kept until they answer; a walk-in is present beyond the seats.
TAKES_A_SEAT = Q(status__in=[EnrollmentStatus.ENROLLED, EnrollmentStatus.OFFERED], is_walk_in=False)


class EnrollmentQuerySet(models.QuerySet):
    def enrolled(self):
        return self.filter(status=EnrollmentStatus.ENROLLED)

    def in_line(self):
        """Those on the waiting list, the first one first."""
        return self.filter(status=EnrollmentStatus.WAITLISTED).order_by("since", "pk")

    def taking_seats(self):
        return self.filter(TAKES_A_SEAT)


class Enrollment(Workflow):
    """A teacher in one workshop. What they typed stays here, and never changes the teacher."""

    Status = EnrollmentStatus
    MOVES = {
        EnrollmentStatus.ENROLLED: {EnrollmentStatus.CANCELLED},
        EnrollmentStatus.WAITLISTED: {
            EnrollmentStatus.ENROLLED,
            EnrollmentStatus.OFFERED,
            EnrollmentStatus.CANCELLED,
        },
        # Back to the end of the list: they did not answer in time
        EnrollmentStatus.OFFERED: {
            EnrollmentStatus.ENROLLED,
            EnrollmentStatus.WAITLISTED,
            EnrollmentStatus.CANCELLED,
        },
        EnrollmentStatus.CANCELLED: {EnrollmentStatus.ENROLLED, EnrollmentStatus.WAITLISTED},
    }
    MOVED = {"status", "since", "answer_by"}

    class How(models.TextChoices):
        SELF = "self", "Signed up"
        GROUP = "group", "From the teacher group"
        HAND = "hand", "Added by hand"
        LIST = "list", "From a list"
        WALK_IN = "walk_in", "Walked in"

    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="enrollments")
    teacher = models.ForeignKey(Teacher, models.PROTECT, related_name="enrollments")
    name = models.CharField(max_length=120, help_text="As typed; it stands on the certificate.")
    school = models.CharField(max_length=200, blank=True)
    district_name = models.CharField("school district", max_length=120, blank=True)
    state = models.CharField(max_length=2, choices=STATES_AND_TERRITORIES, blank=True)
    diet = models.TextField("food that you do not eat", blank=True, max_length=1000)
    access_needs = models.TextField("what you need to take part", blank=True, max_length=2000)
    how = models.CharField("how they came here", max_length=10, choices=How, default=How.SELF)
    reason = models.CharField(
        "why they were added by hand", max_length=300, blank=True, editable=False
    )
    is_walk_in = models.BooleanField(
        default=False, editable=False, help_text="Present beyond the seats."
    )
    since = models.DateTimeField(
        "since when they are enrolled or wait", help_text="Their place on the waiting list."
    )
    answer_by = models.DateTimeField(
        "until when a seat is kept", null=True, blank=True, editable=False
    )
    status = models.CharField(
        max_length=20, choices=EnrollmentStatus, default=EnrollmentStatus.ENROLLED, editable=False
    )

    objects = EnrollmentQuerySet.as_manager()
    history = kept_history(exclude=["status", *PRIVATE])

    class Meta:
        ordering = ["workshop", "name", "pk"]
        permissions = [
            ("export_enrollment", "Can download lists of who comes to workshops"),
            ("read_private_enrollment", "Can read what teachers need at workshops"),
        ]
        indexes = [
            models.Index(fields=["workshop", "status", "since"], name="enrollment_in_line"),
            models.Index(Upper("name"), name="enrollment_by_name"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "teacher"], name="enrollment_once_a_teacher"
            ),
            models.CheckConstraint(
                condition=~Q(status="offered") | Q(answer_by__isnull=False),
                name="enrollment_offered_until_a_moment",
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.workshop}"

    @property
    def look(self):
        return self.Status(self.status).look


class EnrollmentStatusChange(StatusChange):
    """One move of one enrollment."""

    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="changes")


class Attendance(models.Model):
    """Whether a teacher was present on one day of a workshop. No row: nobody has said."""

    class How(models.TextChoices):
        MANAGER = "manager", "Marked by the partner"
        CODE = "code", "With the code"
        LINK = "link", "With their own link"
        STAFF = "staff", "Corrected by staff"

    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="attendances")
    session = models.ForeignKey(Session, models.PROTECT, related_name="attendances")
    is_present = models.BooleanField("present")
    how = models.CharField("how it is known", max_length=10, choices=How)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    marked_at = models.DateTimeField(
        help_text="When it was said; a mark made without a connection keeps its moment. Of two, "
        "the later one counts."
    )

    history = kept_history()

    class Meta:
        ordering = ["session", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["enrollment", "session"], name="attendance_once_a_day")
        ]

    def __str__(self):
        was = "present" if self.is_present else "not present"
        return f"{self.enrollment.name} {was}, {self.session}"


class WalkInQuerySet(models.QuerySet):
    def waiting(self):
        """Those whom nobody has let in or sent away yet."""
        return self.filter(confirmed_at__isnull=True, dismissed_at__isnull=True)


class WalkIn(models.Model):
    """Somebody who came to a day of a workshop without being enrolled, until the partner has
    said whether they belong there."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="walk_ins")
    name = models.CharField(max_length=120)
    email = models.EmailField("e-mail")
    school = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=2, choices=STATES_AND_TERRITORIES, blank=True)
    came_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    dismissed_at = models.DateTimeField(null=True, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = WalkInQuerySet.as_manager()

    class Meta:
        verbose_name = "walk-in"
        ordering = ["came_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "email"], name="walkin_once_a_day"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(dismissed_at__isnull=True),
                name="walkin_confirmed_or_dismissed",
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.session}"

    @property
    def has_name(self):
        """Whether they have said how they are called, beside their address."""
        return self.name != self.email

    @property
    def said_of(self):
        """What tells a manager who they are, beside the name: Riverbend High, noor@mill.example."""
        return ", ".join(filter(None, [self.school, self.email if self.has_name else ""]))

    def save(self, *args, **kwargs):
        self.email = self.email.lower()
        super().save(*args, **kwargs)
