"""The zones that workshops can be in: proposed from the ZIP code of the place."""

from applications.models import ZipCode

# As people choose one, from east to west; others, such as those of Indiana, come from ZIP codes.
ZONES = {
    "America/Puerto_Rico": "Atlantic time, the same all year (San Juan)",
    "America/New_York": "Eastern time (New York)",
    "America/Indiana/Indianapolis": "Eastern time (Indianapolis)",
    "America/Chicago": "Central time (Chicago)",
    "America/Denver": "Mountain time (Denver)",
    "America/Phoenix": "Mountain time, the same all year (Phoenix)",
    "America/Los_Angeles": "Pacific time (Los Angeles)",
    "America/Anchorage": "Alaska time (Anchorage)",
    "Pacific/Honolulu": "Hawaii time, the same all year (Honolulu)",
    "Pacific/Pago_Pago": "Samoa time, the same all year (Pago Pago)",
    "Pacific/Guam": "Chamorro time, the same all year (Guam)",
}


def zone_at(zip_code: str) -> str:
    """Return the zone of a ZIP code, or nothing where it is not known."""
    found = ZipCode.objects.filter(code=zip_code).values_list("zone", flat=True)
    return found.first() or "" if zip_code else ""


def choices(*more: str) -> list[tuple[str, str]]:
    """Return the zones to choose from, with others that are named."""
    others = {zone: zone.replace("_", " ") for zone in more if zone and zone not in ZONES}
    return [*ZONES.items(), *others.items()]
