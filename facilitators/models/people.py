"""The people who lead workshops, and those whom somebody suggests."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from phonenumber_field.modelfields import PhoneNumberField

from applications.models import Course, Partner
from applications.models.places import FIVE_DIGITS
from facilitators.models.likeness import email_key, name_key
from plp.core.history import kept_history
from plp.core.workflow import StatusChange, Workflow

FARTHEST = 5_000  # miles; nobody in the country lives farther from a workshop


class FacilitatorQuerySet(models.QuerySet):
    def locked(self, pk):
        """Return one whom nobody else locks until this is committed: whoever changes what they may
        lead, or what is out or in force for them, does so first.

        The account comes before: who changes its address holds it, and then writes to this row.
        """
        accounts = get_user_model().objects.filter(facilitator=pk)
        list(accounts.select_for_update(of=["self"], no_key=True).values_list("pk"))
        return self.select_for_update(of=["self"]).get(pk=pk)

    def listed(self):
        """Those whom partners can find."""
        return self.filter(is_listed=True)

    def like(self, name, email):
        """Those who are likely the person of a name and an address, however written."""
        same = Q(email_key=email_key(email)) & ~Q(email_key="")
        if key := name_key(name):
            same |= Q(name_key=key)
        return self.filter(same)

    def with_doubles(self):
        """Those of whom another is likely the same person."""
        others = Facilitator.objects.exclude(pk=OuterRef("pk"))
        by_name = others.filter(name_key=OuterRef("name_key"))
        by_email = others.filter(email_key=OuterRef("email_key"))
        return self.filter(
            (~Q(name_key="") & Exists(by_name)) | (~Q(email_key="") & Exists(by_email))
        )


class Facilitator(models.Model):
    """A person who leads workshops; known to staff by address, with an account once invited."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="facilitator",
        verbose_name="account",
    )
    name = models.CharField(max_length=120)
    email = models.EmailField("e-mail")
    phone = PhoneNumberField(blank=True)
    extension = models.CharField(max_length=10, blank=True)
    home_zip = models.CharField(
        "home ZIP code",
        max_length=5,
        blank=True,
        db_index=True,
        validators=[FIVE_DIGITS],
        help_text="Partners see how far it is, never the ZIP code itself.",
    )
    travels_up_to = models.PositiveSmallIntegerField(
        "travels up to, in miles",
        default=100,
        validators=[MinValueValidator(0), MaxValueValidator(FARTHEST)],
        help_text="As the crow flies, from home to where a workshop is.",
    )
    bio = models.TextField(
        "about them",
        blank=True,
        max_length=4000,
        help_text="Partners read it: what they teach, and what they have led.",
    )
    courses = models.ManyToManyField(
        Course,
        blank=True,
        related_name="+",
        help_text="What they would like to lead. Only an accreditation lets them.",
    )
    is_listed = models.BooleanField(
        "partners can find them",
        default=True,
        help_text="Untick instead of deleting: contracts keep whom they were made with.",
    )
    calendar_version = models.PositiveIntegerField(default=1, editable=False)
    added_at = models.DateTimeField(auto_now_add=True)
    name_key = models.CharField(max_length=120, blank=True, editable=False, db_index=True)
    email_key = models.CharField(max_length=254, blank=True, editable=False, db_index=True)

    objects = FacilitatorQuerySet.as_manager()
    history = kept_history(exclude=["calendar_version", "name_key", "email_key"], many=["courses"])

    class Meta:
        ordering = ["name", "pk"]
        permissions = [("export_facilitator", "Can download lists of facilitators")]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="facilitator_one_an_address",
                violation_error_message="A facilitator with this address is known already.",
            ),
            models.CheckConstraint(
                condition=Q(travels_up_to__lte=FARTHEST), name="facilitator_travels_on_earth"
            ),
        ]

    def __str__(self):
        return self.name

    def write_keys(self):
        """Bring that by which people are compared in line with their name and address."""
        self.email = self.email.lower()
        self.email_key = email_key(self.email)
        self.name_key = name_key(self.name) if self.email_key else ""  # of nobody who was erased

    def save(self, *args, **kwargs):
        self.write_keys()
        if fields := kwargs.get("update_fields"):
            kwargs["update_fields"] = {*fields, "name_key", "email_key"}
        super().save(*args, **kwargs)


def about(facilitator: Facilitator) -> str:
    """Return how an invitation names a facilitator."""
    return f"facilitator:{facilitator.pk}"


class SuggestionStatus(models.TextChoices):
    NEW = "new", "New"
    TAKEN_UP = "taken_up", "Taken up"
    DECLINED = "declined", "Declined"


class SuggestionQuerySet(models.QuerySet):
    def unanswered(self):
        """Those that staff have yet to answer."""
        return self.filter(status=SuggestionStatus.NEW)


class Suggestion(Workflow):
    """Somebody whom a partner, or they themselves, would like to see accredited."""

    Status = SuggestionStatus
    MOVES = {
        SuggestionStatus.NEW: {SuggestionStatus.TAKEN_UP, SuggestionStatus.DECLINED},
        SuggestionStatus.DECLINED: {SuggestionStatus.TAKEN_UP},
    }
    MOVED = {"status", "facilitator"}

    name = models.CharField(max_length=120)
    email = models.EmailField("e-mail")
    home_zip = models.CharField("home ZIP code", max_length=5, blank=True, validators=[FIVE_DIGITS])
    courses = models.ManyToManyField(Course, related_name="+")
    why = models.TextField("why they would be good at it", max_length=4000)
    partner = models.ForeignKey(
        Partner,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="suggestions",
        verbose_name="suggested by",
        help_text="Empty: they suggested themselves.",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    at = models.DateTimeField("received", auto_now_add=True)
    status = models.CharField(
        max_length=20, choices=SuggestionStatus, default=SuggestionStatus.NEW, editable=False
    )
    facilitator = models.ForeignKey(
        Facilitator,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="suggestions",
    )

    objects = SuggestionQuerySet.as_manager()
    history = kept_history(exclude=["status"], many=["courses"])

    class Meta:
        ordering = ["-at", "-pk"]
        permissions = [("export_suggestion", "Can download lists of suggestions")]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(status=SuggestionStatus.NEW),
                name="suggestion_one_unanswered_an_address",
                violation_error_message="Somebody with this address is suggested already.",
            )
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.email = self.email.lower()
        super().save(*args, **kwargs)


class SuggestionStatusChange(StatusChange):
    """One move of one suggestion."""

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="changes")
