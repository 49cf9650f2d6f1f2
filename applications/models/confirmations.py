"""What a partner says it has done where no other record can show it, with evidence."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from applications.models.commitments import Requirement
from applications.models.files import KeptFile
from applications.models.partner import ANSWERS, Right
from applications.models.partner_years import PartnerRequirement
from plp.core.days import validate_day
from plp.core.history import kept_history
from plp.core.workflow import StatusChange, Workflow

# The kinds that no other record shows, and who may confirm them.
MAY_CONFIRM = {
    Requirement.Kind.FUNDING: (*ANSWERS, Right.MONEY),
    Requirement.Kind.PRIVACY: ANSWERS,
}


class ConfirmationStatus(models.TextChoices):
    GIVEN = "given", "Given, not verified yet"
    VERIFIED = "verified", "Verified"
    RETURNED = "returned", "Returned"


class ConfirmationQuerySet(models.QuerySet):
    def counting(self):
        """Those that were not returned; an expired one still counts as what was said."""
        return self.exclude(status=ConfirmationStatus.RETURNED)

    def to_verify(self):
        """Those that staff have yet to look at, but not of partners that have left."""
        return self.filter(
            status=ConfirmationStatus.GIVEN,
            requirement__partner_year__partner__ended_on__isnull=True,
        )


class Confirmation(Workflow):
    """What a member says of a requirement: done on a day, and until when that holds.

    It counts from the moment it is given; one that staff return counts no more.
    """

    Status = ConfirmationStatus
    MOVES = {
        ConfirmationStatus.GIVEN: {ConfirmationStatus.VERIFIED, ConfirmationStatus.RETURNED},
        ConfirmationStatus.VERIFIED: {ConfirmationStatus.RETURNED},
    }

    requirement = models.ForeignKey(
        PartnerRequirement, models.CASCADE, related_name="confirmations"
    )
    text = models.TextField("what you confirm", max_length=2000)
    done_on = models.DateField("since when", validators=[validate_day])
    valid_until = models.DateField(
        "last day it holds", null=True, blank=True, validators=[validate_day]
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)
    status = models.CharField(
        max_length=20,
        choices=ConfirmationStatus,
        default=ConfirmationStatus.GIVEN,
        editable=False,
    )

    objects = ConfirmationQuerySet.as_manager()
    history = kept_history(exclude=["status"])

    class Meta:
        ordering = ["-given_at", "-pk"]
        permissions = [("export_confirmation", "Can download lists of confirmations")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("done_on")),
                name="confirmation_holds_after_it_begins",
                violation_error_message="It ends before it begins.",
            )
        ]

    def __str__(self):
        return str(self.requirement)


class ConfirmationStatusChange(StatusChange):
    """One move of one confirmation."""

    confirmation = models.ForeignKey(Confirmation, models.CASCADE, related_name="changes")


class ConfirmationFile(KeptFile):
    """Evidence of a confirmation."""

    FOLDER = "confirmations"

    confirmation = models.ForeignKey(Confirmation, models.CASCADE, related_name="files")
    file = models.FileField(upload_to=f"{FOLDER}/%Y/", max_length=200)
