"""Invitations: who may have an account, and what for."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from plp.core.days import pacific_day


class State(models.TextChoices):
    WAITING = "waiting", "Waiting"
    EXPIRED = "expired", "Expired"
    ACCEPTED = "accepted", "Accepted"
    REVOKED = "revoked", "Taken back"


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Invitations that are neither accepted nor taken back, expired ones among them."""
        return self.filter(_open)

    def expired(self):
        """Open invitations whose last day has passed."""
        return self.open().filter(expires_at__lte=timezone.now())

    def waiting(self):
        """Open invitations that can still be accepted."""
        return self.open().filter(expires_at__gt=timezone.now())

    def in_state(self, state):
        return {
            State.WAITING: self.waiting,
            State.EXPIRED: self.expired,
            State.ACCEPTED: lambda: self.filter(accepted_at__isnull=False),
            State.REVOKED: lambda: self.filter(revoked_at__isnull=False),
        }[state]()


_open = Q(accepted_at__isnull=True, revoked_at__isnull=True)


class Invitation(models.Model):
    """One address that was asked to join: as what, and what became of it.

    What its kind means, and what accepting gives, is said by the app that registered the kind. The
    link is computed from the row and `link_version` (plp.core.invitations), so no secret is kept.
    """

    State = State

    kind = models.CharField(max_length=40, editable=False)
    about = models.CharField(
        max_length=100,
        blank=True,
        editable=False,
        help_text="Which record it opens, such as partner:12; nothing for staff.",
    )
    rights = models.JSONField(
        default=list, blank=True, editable=False, help_text="Names of what one may do."
    )
    inviting = models.CharField(
        "to be", max_length=300, editable=False, help_text="What the mail says one is invited as."
    )
    email = models.EmailField("e-mail")
    name = models.CharField(max_length=200, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    invited_at = models.DateTimeField("invited", default=timezone.now, editable=False)
    expires_at = models.DateTimeField("expires", editable=False)
    link_version = models.PositiveIntegerField(default=1, editable=False)
    accepted_at = models.DateTimeField("accepted", null=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    revoked_at = models.DateTimeField("taken back", null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-pk"]
        default_permissions = ["view", "add", "change"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "about", "email"],
                condition=_open,
                name="invitation_one_open_an_address",
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="invitation_email_lower_case"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                name="invitation_accepted_or_revoked",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=True) | Q(accepted_at__isnull=False),
                name="invitation_accepted_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("invited_at")), name="invitation_expires_later"
            ),
        ]

    def __str__(self):
        return f"{self.email}, {self.inviting}"

    @property
    def state(self):
        if self.accepted_at:
            return State.ACCEPTED
        if self.revoked_at:
            return State.REVOKED
        return State.EXPIRED if self.expires_at <= timezone.now() else State.WAITING

    @property
    def is_open(self):
        return not (self.accepted_at or self.revoked_at)

    @property
    def last_day(self):
        """The last day, in Pacific time, on which it can be accepted."""
        return pacific_day(self.expires_at - timedelta(microseconds=1))
