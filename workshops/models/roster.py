"""Teachers, and the groups that a partner teaches through a school year."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower

from applications.models import Course, District, Partner, SchoolYear
from applications.models.program import STATES_AND_TERRITORIES
from plp.core.history import kept_history


class Teacher(models.Model):
    """A teacher who learns in the program; known by their address, and without an account."""

    name = models.CharField(max_length=120)
    email = models.EmailField("e-mail")
    school = models.CharField(max_length=200, blank=True)
    district = models.ForeignKey(
        District, models.SET_NULL, null=True, blank=True, related_name="teachers"
    )
    district_name = models.CharField(
        "district as it was typed", max_length=120, blank=True, db_default=""
    )
    state = models.CharField(max_length=2, choices=STATES_AND_TERRITORIES, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)

    history = kept_history()

    class Meta:
        ordering = ["name", "pk"]
        permissions = [("export_teacher", "Can download lists of teachers")]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="teacher_one_an_address",
                violation_error_message="A teacher with this address is known already.",
            )
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.email = self.email.lower()
        super().save(*args, **kwargs)

    def is_known_beside(self, partner):
        """Whether another partner has registered them, or has them in a group."""
        registered = self.registrations.exclude(partner=partner)
        return registered.exists() or self.in_cohorts.exclude(cohort__partner=partner).exists()

    def group_of(self, cohort, *, beside=None):
        """Return the group of the same course and year that they are in, of whatever partner."""
        rows = CohortTeacher.objects.filter(
            teacher=self, course=cohort.course_id, school_year=cohort.school_year_id
        )
        row = rows.exclude(pk=beside).select_related("cohort__partner").first()
        return row and row.cohort

    @property
    def district_in_words(self):
        return str(self.district) if self.district else self.district_name


class Cohort(models.Model):
    """The teachers that a partner teaches in a course through a school year."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="cohorts")
    course = models.ForeignKey(Course, models.PROTECT, related_name="+")
    school_year = models.ForeignKey(SchoolYear, models.PROTECT, related_name="+")

    history = kept_history()

    class Meta:
        ordering = ["-school_year__first_day", "course", "partner"]
        verbose_name = "teacher group"
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "course", "school_year"],
                name="cohort_one_a_partner_course_and_year",
                violation_error_message="The partner has this group already.",
            )
        ]

    def __str__(self):
        return f"{self.course}, {self.school_year}, {self.partner}"


class CohortTeacher(models.Model):
    """A teacher in a group: in one a course and school year, across partners."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="members")
    teacher = models.ForeignKey(Teacher, models.CASCADE, related_name="in_cohorts")
    course = models.ForeignKey(Course, models.PROTECT, related_name="+", editable=False)
    school_year = models.ForeignKey(SchoolYear, models.PROTECT, related_name="+", editable=False)
    since = models.DateTimeField(auto_now_add=True)

    history = kept_history()

    class Meta:
        ordering = ["cohort", "teacher__name", "pk"]
        verbose_name = "teacher in a group"
        verbose_name_plural = "teachers in groups"
        constraints = [
            models.UniqueConstraint(
                fields=["teacher", "course", "school_year"],
                name="cohortteacher_one_group_a_course_and_year",
                violation_error_message="This teacher is in a group of this course and year.",
            )
        ]

    def __str__(self):
        return f"{self.teacher} in {self.cohort}"

    def clean(self):
        """Say in words whose group a teacher is in; the constraint holds it whatever happens."""
        super().clean()
        cohort, teacher = getattr(self, "cohort", None), getattr(self, "teacher", None)
        if cohort and teacher and (taken := teacher.group_of(cohort, beside=self.pk)):
            raise ValidationError({"teacher": f"In the group of {taken.partner} already."})

    def save(self, *args, **kwargs):
        self.course_id, self.school_year_id = self.cohort.course_id, self.cohort.school_year_id
        super().save(*args, **kwargs)


class KeptDistrictName(models.Model):
    """A district's name that stays as it was typed: staff know that it is none to be matched."""

    name = models.CharField(max_length=120)
    state = models.CharField(max_length=2, choices=STATES_AND_TERRITORIES, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["state", "name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"), "state", name="keptdistrictname_one_a_name_and_state"
            )
        ]

    def __str__(self):
        return self.name
