"""What partners were told: reminders, each stage once, and letters that staff wrote to many."""

from django.conf import settings
from django.db import models

from applications.models.partner import Partner
from plp.core.history import kept_history


class Reminder(models.Model):
    """That somebody was reminded of something with a last day, at one stage of its nearing."""

    class Stage(models.IntegerChoices):
        MONTH = 30, "30 days before"
        WEEK = 7, "7 days before"
        OVERDUE = 0, "Overdue"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders")
    what = models.CharField(max_length=100, help_text="What it was, and its last day.")
    stage = models.PositiveSmallIntegerField(choices=Stage)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "what", "stage"], name="reminder_each_stage_once"
            )
        ]

    def __str__(self):
        return f"{self.what}, {self.get_stage_display()}"


class PartnerLetter(models.Model):
    """A mail that staff wrote to the people of some partners."""

    subject = models.CharField(max_length=200)
    body = models.TextField(help_text="Plain text, as it was sent.")
    partners = models.ManyToManyField(Partner, related_name="letters")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    history = kept_history()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "letter to partners"
        verbose_name_plural = "letters to partners"

    def __str__(self):
        return self.subject
