"""Money is exact: integer cents in the database, Decimal dollars in Python."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.forms import DecimalField

CENT = Decimal("0.01")


def to_cent(amount: Decimal) -> Decimal:
    """Round dollars half up to the cent."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def dollars(amount: Decimal) -> str:
    """Return dollars as people read them: $4,000, $160.50 or −$160."""
    sign, amount = "−" if amount < 0 else "", abs(amount)
    cents = 0 if amount % 1 == 0 else 2  # where nothing is added up it may be a plain 0
    return f"{sign}${amount:,.{cents}f}"


class MoneyField(models.BigIntegerField):
    """An amount of dollars, never negative.

    Decimals in Python, cents in the database, since SQLite sums a DecimalField as a float.
    """

    default_validators = [MinValueValidator(0)]
    description = "Dollars and cents"

    # The integer limits of the parent are in cents, the values here in dollars.
    validators = property(lambda self: [*self.default_validators, *self._validators])

    def to_python(self, value):
        if value is None:
            return None
        try:
            amount = Decimal(str(value))
        except InvalidOperation:
            amount = Decimal("NaN")
        if not amount.is_finite():
            raise ValidationError(f"“{value}” is not an amount of money.")
        return amount

    def from_db_value(self, value, expression, connection):
        return None if value is None else Decimal(value) / 100

    def get_prep_value(self, value):
        value = self.to_python(value)
        if value is None:
            return None
        cents = value * 100
        if cents != cents.to_integral_value():
            raise ValidationError(f"{value} has parts of a cent.")
        return int(cents)

    def value_to_string(self, obj):
        return str(self.value_from_object(obj))

    def formfield(self, **kwargs):
        options = {"form_class": DecimalField, "decimal_places": 2, "max_digits": 12}
        return models.Field.formfield(self, **options | kwargs)


class SignedMoneyField(MoneyField):
    """An amount of dollars that may be negative: what is taken back."""

    default_validators = []
