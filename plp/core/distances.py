"""How far it is from one place to another, along the Earth's surface."""

from collections.abc import Callable
from math import asin, cos, radians, sin, sqrt

MILES_AROUND = 3958.8  # the Earth's mean radius


def miles_from(latitude, longitude) -> Callable:
    """Return a function of another place, in degrees too, that says how many miles it is away."""
    lat, lon = radians(float(latitude)), radians(float(longitude))
    cos_lat = cos(lat)

    def miles(to_latitude, to_longitude) -> float:
        there = radians(to_latitude)
        half = sin((there - lat) / 2) ** 2
        half += cos_lat * cos(there) * sin((radians(to_longitude) - lon) / 2) ** 2
        return 2 * MILES_AROUND * asin(sqrt(half))

    return miles
