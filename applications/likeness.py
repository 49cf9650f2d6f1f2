"""In which form an application is compared with others: its name, domains, phones, address."""

import re
import unicodedata

from applications import domains
from plp.core.privacy.registry import is_nowhere

DIGITS = 10

# As people shorten what stands in an address, and what says only where in the building.
SHORT = {
    "avenue": "ave",
    "boulevard": "blvd",
    "building": "bldg",
    "circle": "cir",
    "court": "ct",
    "drive": "dr",
    "east": "e",
    "floor": "fl",
    "highway": "hwy",
    "lane": "ln",
    "north": "n",
    "northeast": "ne",
    "northwest": "nw",
    "parkway": "pkwy",
    "place": "pl",
    "road": "rd",
    "south": "s",
    "southeast": "se",
    "southwest": "sw",
    "square": "sq",
    "street": "st",
}
INSIDE = re.compile(r"(?:\b(?:suite|ste|unit|apt|apartment|room|rm)\b\W*|#\s*)\w+\b")


def keys_of(application) -> set[tuple[str, str]]:
    """Return (kind, value) of all by which an application is compared."""
    found = {("name", application.organization_key)}
    found |= {("domain", domain) for domain in domains_of(application)}
    found |= {("phone", _digits(getattr(application, f"{who}_phone"))) for who in WHO_CALLS}
    found |= {("address", address_key(application.street, application.zip))}
    return {(kind, value[:250]) for kind, value in found if value}


WHO_WRITES = ["contact", "signatory", "fiscal", "manager"]
WHO_CALLS = ["contact", "fiscal"]


def domains_of(application) -> set[str]:
    """Return the domains of the organizations that an application names, references apart."""
    addresses = [getattr(application, f"{who}_email") for who in WHO_WRITES]
    found = {domains.of_email(address) for address in addresses if not is_nowhere(address)}
    return (found | {domains.of_website(application.website)}) - {""}


def _digits(phone):
    """Return the last ten digits of a phone number; "" if there are fewer."""
    digits = re.sub(r"\D", "", str(phone or ""))[-DIGITS:]
    return digits if len(digits) == DIGITS else ""


def address_key(street: str, zip_code: str) -> str:
    """Return an address as it is compared; "" where the street or the ZIP code is not known."""
    plain = unicodedata.normalize("NFKD", street).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    words = re.findall(r"[^\W_]+", INSIDE.sub(" ", plain))
    known = " ".join(SHORT.get(word, word) for word in words)
    return f"{known} {zip_code}" if known and zip_code else ""


def write_keys(application) -> None:
    """Bring the keys of an application in line with what it says."""
    held = {(key.kind, key.value): key.pk for key in application.match_keys.all()}
    wanted = keys_of(application)
    gone = [pk for said, pk in held.items() if said not in wanted]
    if gone:
        application.match_keys.filter(pk__in=gone).delete()
    model = application.match_keys.model
    new = [model(application=application, kind=k, value=v) for k, v in sorted(wanted - {*held})]
    model.objects.bulk_create(new, ignore_conflicts=True)
