"""What an application says beyond its columns, kept word for word."""

from django.db import models
from django.utils import timezone

from applications.models.application import Application
from applications.models.commitments import Commitment
from applications.models.places import District
from applications.models.questions import Question, Section
from plp.core.texts import in_a_row


class Answer(models.Model):
    """The answer to one of the program's questions, with the question as it was asked."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    asked = models.CharField(max_length=300, help_text="The question's words at the time.")
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["question__position", "question"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "question"], name="answer_one_a_question"
            )
        ]

    def __str__(self):
        return self.asked


class Acknowledgement(models.Model):
    """One commitment that an applicant has promised, with its words as they were shown."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="acknowledgements")
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="acknowledgements")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "commitment"], name="acknowledgement_one_a_commitment"
            )
        ]

    def __str__(self):
        return self.title


class Reference(models.Model):
    """A person who knows the applicant's work and whom staff may ask."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="references")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    organization = models.CharField(max_length=200)
    relation = models.CharField("how they know your work", max_length=200)
    email = models.EmailField("e-mail")

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name


class ApplicationDistrict(models.Model):
    """A district that the applicant works with: one that we know, or as it was typed."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="districts")
    position = models.PositiveSmallIntegerField()
    district = models.ForeignKey(
        District, models.SET_NULL, null=True, blank=True, related_name="named_by"
    )
    name = models.CharField(max_length=120)
    years = models.PositiveSmallIntegerField("years of working together", null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "district"

    def __str__(self):
        return self.name


class ChangeRequestQuerySet(models.QuerySet):
    def open(self):
        """Requests that the applicant has not answered."""
        return self.filter(answered_at__isnull=True)

    def close(self):
        """Take open requests for answered."""
        self.open().update(answered_at=timezone.now())


class ChangeRequest(models.Model):
    """Sections of an application that staff ask the applicant to look at again, and why."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="change_requests")
    sections = models.JSONField(help_text="The sections that are open for changes.")
    message = models.TextField()
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    before = models.JSONField(
        null=True,
        blank=True,
        editable=False,
        help_text="What these sections said when it was made.",
    )

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(answered_at__isnull=True),
                name="changerequest_one_unanswered",
                violation_error_message="The applicant has not answered the last request yet.",
            )
        ]

    def __str__(self):
        return f"Changes requested of {self.application}"

    @property
    def first_section(self):
        return Section(self.sections[0]).label

    def sections_in_words(self):
        return in_a_row([Section(slug).label for slug in self.sections])
