"""The number that says whether a kept page still holds."""

from django.db import models


class PageVersion(models.Model):
    """One row whose number grows with every change to anything that a public page shows."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = []
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="pageversion_one_row")]

    def __str__(self):
        return str(self.number)
