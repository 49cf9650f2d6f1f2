"""What facilitators are accredited to lead, and from which day to which."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from applications.models import Course, ZipCode
from facilitators.models.people import Facilitator
from plp.core import days
from plp.core.days import validate_day
from plp.core.history import kept_history

ONE_DAY = timedelta(days=1)
SOON = timedelta(days=60)  # so long before it ends, an accreditation is one that ends soon


class AccreditationState(models.TextChoices):
    """How an accreditation is on a day."""

    VALID = "valid", "Valid"
    ENDING = "ending", "Ends soon"
    TO_COME = "to_come", "To come"
    ENDED = "ended", "Ended"
    REVOKED = "revoked", "Revoked"

    @property
    def look(self):
        """Its icon and its class in the style sheet."""
        return LOOKS[self]


LOOKS = {
    AccreditationState.VALID: "met",
    AccreditationState.ENDING: "waiting",
    AccreditationState.TO_COME: "track",
    AccreditationState.ENDED: "before",
    AccreditationState.REVOKED: "overdue",
}


class AccreditationQuerySet(models.QuerySet):
    def valid_on(self, day):
        """Accreditations that hold on a day."""
        return self.filter(first_day__lte=day, last_day__gte=day).exclude(revoked_from__lte=day)

    def touching(self, first, last):
        """Accreditations that hold on some day from a first to a last one."""
        met = self.filter(first_day__lte=last, last_day__gte=first)
        return met.exclude(revoked_from__lte=F("first_day")).exclude(revoked_from__lte=first)

    def ending(self, on):
        """Those that hold on a day and end soon, that nobody revoked and no later one follows."""
        of_both = {"facilitator": OuterRef("facilitator"), "course": OuterRef("course")}
        later = Accreditation.objects.filter(**of_both, first_day__gt=OuterRef("last_day"))
        follows = later.exclude(revoked_from=F("first_day"))
        near = self.valid_on(on).filter(last_day__lte=on + SOON, revoked_from__isnull=True)
        return near.filter(~Exists(follows))

    def with_home_state(self):
        """Annotate `home_state`: where the facilitator lives, by ZIP code; None if not known."""
        home = ZipCode.objects.filter(code=OuterRef("facilitator__home_zip"))
        return self.annotate(home_state=Subquery(home.values("state")[:1]))

    def in_state(self, state, on):
        """Those of which `state_on` a day says so."""
        soon = Q(last_day__lte=on + SOON) | Q(revoked_from__lte=on + SOON + ONE_DAY)
        revoked = Q(revoked_from__isnull=False) & (
            Q(revoked_from__lte=on) | Q(revoked_from=F("first_day"))
        )
        match state:
            case AccreditationState.REVOKED:
                return self.filter(revoked)
            case AccreditationState.TO_COME:
                return self.filter(~revoked, first_day__gt=on)
            case AccreditationState.ENDED:
                return self.filter(~revoked, last_day__lt=on)
            case AccreditationState.ENDING:
                return self.valid_on(on).filter(soon)
        return self.valid_on(on).filter(~soon)


class Accreditation(models.Model):
    """A course that a facilitator may lead, from a first valid day to a last one."""

    State = AccreditationState

    facilitator = models.ForeignKey(Facilitator, models.CASCADE, related_name="accreditations")
    course = models.ForeignKey(Course, models.PROTECT, related_name="accreditations")
    first_day = models.DateField("first valid day", validators=[validate_day])
    last_day = models.DateField("last valid day", validators=[validate_day])
    revoked_from = models.DateField(
        "revoked from",
        null=True,
        blank=True,
        editable=False,
        help_text="The first day on which it does not hold any more.",
    )
    revoke_reason = models.TextField("why it was revoked", blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    at = models.DateTimeField("entered", auto_now_add=True)

    objects = AccreditationQuerySet.as_manager()
    history = kept_history()

    class Meta:
        ordering = ["facilitator", "course", "first_day"]
        permissions = [("export_accreditation", "Can download lists of accreditations")]
        indexes = [
            models.Index(
                fields=["course", "first_day", "last_day"], name="accreditation_of_a_course"
            ),
            # For somebody on a day: SQLite, where nobody ran ANALYZE, reads all of a course else
            models.Index(
                fields=["facilitator", "course", "first_day"], name="accreditation_of_somebody"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="accreditation_ends_after_it_begins",
                violation_error_message="The last day is before the first.",
                violation_error_code="last_day",
            ),
            models.CheckConstraint(
                condition=Q(revoked_from__isnull=True)
                | Q(revoked_from__gte=F("first_day"), revoked_from__lte=F("last_day")),
                name="accreditation_revoked_while_it_holds",
            ),
            models.CheckConstraint(
                condition=Q(revoked_from__isnull=True) | ~Q(revoke_reason=""),
                name="accreditation_revoked_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.facilitator}, {self.course}"

    def holds_on(self, day: date) -> bool:
        is_revoked = self.revoked_from and self.revoked_from <= day
        return self.first_day <= day <= self.last_day and not is_revoked

    @property
    def ends_on(self) -> date:
        """The last day on which it holds; the day before its first where it never does."""
        return self.revoked_from - ONE_DAY if self.revoked_from else self.last_day

    @property
    def span(self):
        return days.span(self.first_day, self.last_day)

    def state_on(self, day: date) -> AccreditationState:
        """Say how it is on a day. One revoked from a later day holds until then."""
        if self.revoked_from and (self.revoked_from <= day or self.revoked_from == self.first_day):
            return AccreditationState.REVOKED
        if day < self.first_day:
            return AccreditationState.TO_COME
        if day > self.last_day:
            return AccreditationState.ENDED
        is_near = self.ends_on <= day + SOON
        return AccreditationState.ENDING if is_near else AccreditationState.VALID

    def in_words(self, day: date) -> str:
        """Say how it is on a day, and how far its end is where that is near."""
        state = self.state_on(day)
        if state == AccreditationState.ENDING:
            left = (self.ends_on - day).days
            return f"Ends in {days.far(self.ends_on, day)}" if left else "Ends today"
        return state.label
