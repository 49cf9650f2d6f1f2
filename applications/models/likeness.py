"""Which applications are likely of the same organization, and which are known not to be."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from applications.models.application import Application


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


class NotTheSame(models.Model):
    """Staff have looked at two applications: they are of different organizations."""

    first = models.ForeignKey(Application, models.CASCADE, related_name="+")
    second = models.ForeignKey(Application, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="notthesame_one_a_pair"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="notthesame_lower_key_first"
            ),
        ]

    def __str__(self):
        return f"{self.first} is not {self.second}"
