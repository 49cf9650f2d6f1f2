"""What must be ready at the place of a workshop, and what a facilitator finds there."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models

from plp.core.days import validate_day
from plp.core.history import kept_history
from workshops.models.schedule import GOING_ON, Workshop


class VenueSheet(models.Model):
    """What facilitators and teachers find at the place of a workshop."""

    workshop = models.OneToOneField(Workshop, models.CASCADE, related_name="sheet")
    room = models.CharField(max_length=120, blank=True)
    access = models.TextField(
        "getting in",
        blank=True,
        max_length=1000,
        help_text="Which door, whom to ask, steps and lifts. Teachers read it.",
    )
    parking = models.TextField(blank=True, max_length=1000, help_text="Teachers read it.")
    shipping = models.TextField(
        "where supplies are sent", blank=True, max_length=1000, help_text="With whose name on it."
    )
    wifi = models.CharField(
        "name of the wifi",
        max_length=120,
        blank=True,
        help_text="Its name only. Never the password: write that on the board.",
    )
    contact_name = models.CharField("who helps on the day", max_length=120, blank=True)
    contact_phone = models.CharField("their phone number", max_length=40, blank=True)
    more = models.TextField(
        "for the facilitators", blank=True, max_length=2000, help_text="Teachers do not read it."
    )

    history = kept_history()

    def __str__(self):
        return f"Place of {self.workshop}"


class ChecklistItem(models.Model):
    """Something that must be done for every workshop before it begins; staff keep the list."""

    what = models.CharField(
        max_length=120, help_text="Begins with a verb: “Book the room”. Partners read it."
    )
    help = models.CharField(max_length=300, blank=True, help_text="One sentence below it.")
    days_before = models.PositiveSmallIntegerField(
        "days before",
        validators=[MaxValueValidator(365)],
        help_text="So long before the first day it should be done; the partner is reminded then.",
    )
    mode = models.CharField(
        "for which workshops",
        max_length=10,
        choices=[("", "All"), *Workshop.Mode.choices],
        default=Workshop.Mode.IN_PERSON,
        blank=True,
        help_text="A room is booked for those in person only, a link is tried for virtual ones.",
    )
    is_active = models.BooleanField(
        default=True, help_text="Taken out, it is not asked for any more; what was done stays."
    )

    history = kept_history()

    class Meta:
        ordering = ["-days_before", "pk"]
        verbose_name = "item of the venue checklist"
        verbose_name_plural = "venue checklist"

    def __str__(self):
        return self.what


class ChecklistDone(models.Model):
    """That an item of the checklist is done for one workshop."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="checked")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "item"], name="checklistdone_once_a_workshop"
            )
        ]

    def __str__(self):
        return f"{self.item}, {self.workshop}"


class ChecklistReminder(models.Model):
    """That a partner was reminded of an item, for a workshop as it was planned then."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="+")
    item = models.ForeignKey(ChecklistItem, models.CASCADE, related_name="+")
    first_day = models.DateField(help_text="Of the workshop; another day is another occasion.")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "item", "first_day"], name="checklistreminder_once"
            )
        ]

    def __str__(self):
        return f"{self.item}, {self.workshop}"


class SupplyQuerySet(models.QuerySet):
    def to_send(self):
        """What was not sent yet, for workshops that are not over."""
        return self.filter(sent_on__isnull=True, workshop__status__in=GOING_ON)


class Supply(models.Model):
    """Something that a partner asks the program to send for a workshop, by a day."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="supplies")
    what = models.CharField(max_length=200, help_text="“30 workbooks”")
    needed_by = models.DateField("needed by", validators=[validate_day])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    sent_on = models.DateField("sent on", null=True, blank=True, validators=[validate_day])
    note = models.CharField("note of staff", max_length=300, blank=True)

    objects = SupplyQuerySet.as_manager()
    history = kept_history()

    class Meta:
        ordering = ["needed_by", "pk"]
        verbose_name_plural = "supplies"

    def __str__(self):
        return f"{self.what} for {self.workshop}"
