"""What reviewers think of applications, who is asked to, and who steps aside."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from applications.models.application import UNDECIDED, Application
from applications.models.criteria import Criterion
from plp.core.days import in_words, pacific_day, validate_day
from plp.core.history import kept_history

# Who does what with reviews, by their permissions.
REVIEW = "applications.add_review"
READ_ALL = "applications.read_all_review"
COORDINATE = "applications.change_reviewassignment"


def _person(related_name="+", **more):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name=related_name, **more
    )


def of_pair() -> dict[str, OuterRef]:
    """Return how to find what is of the application and the reviewer of an outer row."""
    return {"application": OuterRef("application"), "reviewer": OuterRef("reviewer")}


class AssignmentBatch(models.Model):
    """Assignments that were made in one step, and can be undone in one."""

    by = _person()
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "assignment batches"

    def __str__(self):
        return f"Assignments of {in_words(pacific_day(self.at), weekday=False)}"


class ReviewAssignmentQuerySet(models.QuerySet):
    def open(self):
        """Assignments that wait for their review: neither done, nor stepped aside from, of
        applications that are still to be decided."""
        return self.filter(application__status__in=UNDECIDED).exclude(
            Exists(Review.objects.done().filter(**of_pair()))
            | Exists(Recusal.objects.filter(**of_pair()))
        )


class ReviewAssignment(models.Model):
    """A reviewer is asked to review an application by a day."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="assignments")
    reviewer = _person("review_assignments")
    due_on = models.DateField("last day", null=True, blank=True, validators=[validate_day])
    batch = models.ForeignKey(
        AssignmentBatch, models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    assigned_by = _person(null=True, blank=True)
    assigned_at = models.DateTimeField(auto_now_add=True)

    objects = ReviewAssignmentQuerySet.as_manager()
    history = kept_history()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reviewer"],
                name="reviewassignment_one_a_reviewer",
                violation_error_message="This reviewer is assigned already.",
            )
        ]

    def __str__(self):
        return f"{self.reviewer} reviews {self.application}"


class Recusal(models.Model):
    """A reviewer steps aside from an application and sees nothing of it from then on."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="recusals")
    reviewer = _person("recusals")
    reason = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    history = kept_history()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reviewer"], name="recusal_one_a_reviewer"
            )
        ]

    def __str__(self):
        return f"{self.reviewer} steps aside from {self.application}"


class ReviewQuerySet(models.QuerySet):
    def done(self):
        """Reviews that their reviewer has finished."""
        return self.filter(done_at__isnull=False)

    def counted(self):
        """Finished reviews of people who have not stepped aside: all that any figure is made of."""
        return self.done().exclude(Exists(Recusal.objects.filter(**of_pair())))


class Recommendation(models.TextChoices):
    """What reviewers may recommend, and staff decide."""

    OFFER = "offer", "Offer the partnership"
    WAITLIST = "waitlist", "Put on the waiting list"
    DECLINE = "decline", "Decline"

    @property
    def look(self):
        """The name of its color and icon: that of the status it leads to."""
        return {"offer": "offer", "waitlist": "waiting", "decline": "notselected"}[self.value]


class Review(models.Model):
    """What one reviewer thinks of one application: a draft until it is done."""

    Recommendation = Recommendation

    application = models.ForeignKey(Application, models.CASCADE, related_name="reviews")
    reviewer = _person("reviews")
    recommendation = models.CharField(max_length=10, choices=Recommendation, blank=True)
    comment = models.TextField(blank=True, max_length=10_000)
    version = models.PositiveIntegerField(default=1, editable=False)  # raised by each save
    begun_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewQuerySet.as_manager()
    history = kept_history(exclude=["version", "saved_at"])

    class Meta:
        ordering = ["begun_at", "pk"]
        permissions = [
            ("read_all_review", "Can read reviews of applications one does not review"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reviewer"], name="review_one_a_reviewer"
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | ~Q(recommendation=""),
                name="review_done_with_a_recommendation",
            ),
        ]

    def __str__(self):
        return f"Review of {self.application}"

    @property
    def look(self):
        return Recommendation(self.recommendation).look if self.recommendation else ""


class Score(models.Model):
    """How a reviewer scores an application by one criterion, as it was worded then."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores")
    value = models.PositiveSmallIntegerField(help_text="The step of the scale, from 1.")

    history = kept_history()

    class Meta:
        ordering = ["criterion__position", "criterion"]
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="score_one_a_criterion"),
            models.CheckConstraint(condition=Q(value__gte=1), name="score_from_1"),
        ]

    def __str__(self):
        return f"{self.criterion}: {self.value}"


def stepped_aside(user, application="pk") -> Exists:
    """Whether a person stepped aside from the application of an outer row."""
    return Exists(Recusal.objects.filter(application=OuterRef(application), reviewer=user))


def reviews_open_to(user, application="pk") -> Q:
    """Whether a person may read the reviews of the application of an outer row, and their mean.

    Who finished their own may; who may read all, as long as they are not asked for one; nobody
    who stepped aside. Source: DESIGN rule 2.
    """
    asked_of = {"application": OuterRef(application), "reviewer": user}
    own = Review.objects.filter(**asked_of)
    may = Q(Exists(own.done()))
    if user.has_perm(READ_ALL):
        assigned = ReviewAssignment.objects.filter(**asked_of)
        may |= ~Q(Exists(assigned)) & ~Q(Exists(own))
    return may & ~Q(stepped_aside(user, application))
