"""Which applications are likely of the same organization, and which are known not to be."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from applications.models.application import TO_BE_DECIDED, Application


class MatchKey(models.Model):
    """Something of an application in the form in which it is compared with others'."""

    class Kind(models.TextChoices):
        NAME = "name", "Name"
        DOMAIN = "domain", "Internet domain"
        PHONE = "phone", "Phone"
        ADDRESS = "address", "Address"

    application = models.ForeignKey(Application, models.CASCADE, related_name="match_keys")
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.CharField(max_length=250)

    class Meta:
        indexes = [models.Index(fields=["kind", "value"], name="matchkey_lookup")]
        constraints = [
            models.UniqueConstraint(fields=["application", "kind", "value"], name="matchkey_once")
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.value}"


class NotTheSameQuerySet(models.QuerySet):
    def of(self, one, other):
        """What is said of a pair, in whichever order it is named."""
        return self.filter(first=min(one, other), second=max(one, other))


class NotTheSame(models.Model):
    """Staff have looked at two applications: they are of different organizations."""

    first = models.ForeignKey(Application, models.CASCADE, related_name="+")
    second = models.ForeignKey(Application, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = NotTheSameQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="notthesame_one_a_pair"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="notthesame_lower_key_first"
            ),
        ]

    def __str__(self):
        return f"{self.first} is not {self.second}"


def known_apart(one="application", other=None) -> Exists:
    """Whether staff have said that the applications of two rows are not the same."""
    one, other = OuterRef(one), other or OuterRef(OuterRef("application"))
    return Exists(
        NotTheSame.objects.filter(Q(first=one, second=other) | Q(first=other, second=one))
    )


def likely(applications):
    """Narrow applications to those that wait and are likely of the same organization as another
    that waits in their program."""
    other = MatchKey.objects.filter(
        ~Q(application=OuterRef("application")),
        kind=OuterRef("kind"),
        value=OuterRef("value"),
        application__status__in=TO_BE_DECIDED,
        application__pin__program=OuterRef("application__pin__program"),
    ).exclude(known_apart())
    mine = MatchKey.objects.filter(Exists(other), application=OuterRef("pk"))
    return applications.filter(Exists(mine), status__in=TO_BE_DECIDED)
