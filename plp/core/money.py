"""Money is exact: integer cents in the database, Decimal dollars in Python."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.forms import DecimalField, TextInput

CENT = Decimal("0.01")
TYPED = re.compile(r"(-?)\s*\$?\s*(([0-9]{1,3}(,[0-9]{3})+|[0-9]*)(\.[0-9]*)?)")


def to_cent(amount: Decimal) -> Decimal:
    """Round dollars half up to the cent."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def from_cents(cents: int) -> Decimal:
    return Decimal(cents) / 100


def dollars(amount: Decimal | int) -> str:
    """Return dollars as people read them: $4,000, $160.50 or −$160."""
    amount = Decimal(amount)
    sign, amount = "−" if amount < 0 else "", abs(amount)
    cents = 0 if amount % 1 == 0 else 2
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
        return None if value is None else from_cents(value)

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


class DollarsField(DecimalField):
    """Dollars and cents as people write them in a form: 500, $1,250.50 or -50."""

    default_error_messages = {
        "invalid": "Write an amount in dollars, such as 500 or 84.50.",
        "max_decimal_places": "Write cents with two digits, such as 84.50.",
        "max_digits": "This amount is too large.",
        "max_whole_digits": "This amount is too large.",
        "min_value": "Write %(limit_value)s or more.",
        "max_value": "Write %(limit_value)s or less.",
    }
    widget = TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, **kwargs):
        super().__init__(**{"max_digits": 12, "decimal_places": 2} | kwargs)

    def to_python(self, value):
        if isinstance(value, str) and (value := value.strip()):
            typed = TYPED.fullmatch(value.replace("−", "-"))
            if not typed:  # 512,50 is not 51,250
                raise ValidationError(self.error_messages["invalid"], code="invalid")
            value = typed[1] + typed[2].replace(",", "")
        return super().to_python(value)

    def prepare_value(self, value):
        return dollars(value).replace("$", "") if isinstance(value, Decimal) else value
