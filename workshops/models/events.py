"""Who comes to the program's own events, and what must be known of them until then."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from applications.models import Partner, ProgramEvent
from plp.core.history import kept_history
from workshops.models.roster import Teacher

# What is erased 30 days after the event.
PRIVATE = [
    "travel",
    "diet",
    "access_needs",
    "emergency_name",
    "emergency_phone",
]


class Said(models.TextChoices):
    """What a partner sees of who was registered or invited."""

    COMES = "comes", "Comes"
    NOT = "not", "Does not come"
    NOTHING = "nothing", "No answer yet"


# Who was there, or has said that they come and is not known to have stayed away.
CAME = Q(attended=True)
IS_EXPECTED = Q(attended=None, registered_at__isnull=False, cancelled_at=None)


class EventRegistrationQuerySet(models.QuerySet):
    def coming(self):
        """Registrations that were not cancelled."""
        return self.filter(cancelled_at__isnull=True)

    def that_said(self, said):
        """Registrations whose `said` is one of Said."""
        if said == Said.NOT:
            return self.filter(cancelled_at__isnull=False)
        return self.coming().filter(registered_at__isnull=said == Said.NOTHING)


class EventRegistration(models.Model):
    """A member or a teacher of a partner at a summit or summer session."""

    event = models.ForeignKey(ProgramEvent, models.PROTECT, related_name="registrations")
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="event_registrations")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="event_registrations",
    )
    teacher = models.ForeignKey(
        Teacher, models.CASCADE, null=True, blank=True, related_name="registrations"
    )
    invited_at = models.DateTimeField(auto_now_add=True)
    registered_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When they said that they come. Empty: invited by their partner, no answer yet.",
    )
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    attended = models.BooleanField(
        null=True, blank=True, help_text="Unknown until somebody has said so."
    )
    attended_said_by = models.CharField(
        max_length=20,
        blank=True,
        choices=[("list", "From the list"), ("code", "With the code")],
        editable=False,
    )
    travel = models.TextField("arrival and departure", blank=True, max_length=2000)
    diet = models.TextField("food that you do not eat", blank=True, max_length=1000)
    access_needs = models.TextField("what you need to take part", blank=True, max_length=2000)
    emergency_name = models.CharField("whom to call in an emergency", max_length=120, blank=True)
    emergency_phone = models.CharField("their phone number", max_length=40, blank=True)

    objects = EventRegistrationQuerySet.as_manager()
    history = kept_history(exclude=PRIVATE)

    class Meta:
        ordering = ["event", "partner", "pk"]
        permissions = [
            ("export_eventregistration", "Can download lists of who comes"),
            ("read_private_eventregistration", "Can read what who comes told in private"),
        ]
        # Without it, SQLite reads all who come to an event for each partner of a grouped measure.
        indexes = [
            models.Index(fields=["partner", "event"], name="eventregistration_of_a_partner"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=True, teacher__isnull=False)
                | Q(member__isnull=False, teacher__isnull=True),
                name="eventregistration_a_member_or_a_teacher",
            ),
            models.UniqueConstraint(
                fields=["event", "member"],
                condition=Q(member__isnull=False),
                name="eventregistration_once_a_member",
            ),
            models.UniqueConstraint(
                fields=["event", "teacher"],
                condition=Q(teacher__isnull=False),
                name="eventregistration_once_a_teacher",
            ),
        ]

    def __str__(self):
        return f"{self.person} at {self.event}"

    @property
    def person(self):
        return self.member or self.teacher

    @property
    def said(self):
        if self.cancelled_at:
            return Said.NOT
        return Said.COMES if self.registered_at else Said.NOTHING

    def cancel(self):
        """Note that they do not come, the first time it is said; what they told is not kept."""
        self.cancelled_at = self.cancelled_at or timezone.now()
        for name in PRIVATE:
            setattr(self, name, "")
        self.save()
