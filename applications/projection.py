"""Where a place lies on the map: the projection that the state shapes were drawn with.

d3's geoAlbersUsa: Albers equal-area conics for the lower 48 states, Alaska and Hawaii, set side by
side. Units are those of the map's viewBox, 975 by 610, y down.
"""

from functools import partial
from math import cos, radians, sin, sqrt
from typing import NamedTuple

SCALE = 1300
CENTER_X, CENTER_Y = 487.5, 305
WIDTH, HEIGHT = 975, 610


class Point(NamedTuple):
    """A place on the map."""

    x: float
    y: float

    def __str__(self):
        return f"{self.x:.1f} {self.y:.1f}"


def _conic(rotated, center, parallels, scale, offset):
    """Return a function of radians that projects by Albers' conic.

    `rotated` is the central meridian in degrees west, `center` the middle of the projection
    relative to it, `offset` where that lies on the map.
    """
    south, north = map(radians, parallels)
    n = (sin(south) + sin(north)) / 2
    c = 1 + sin(south) * (2 * n - sin(south))
    r0 = sqrt(c) / n

    def raw(longitude, latitude):
        r = sqrt(c - 2 * n * sin(latitude)) / n
        return r * sin(longitude * n), r0 - r * cos(longitude * n)

    middle = raw(*map(radians, center))

    def project(longitude, latitude):
        x, y = raw(radians(longitude + rotated), radians(latitude))
        return Point(
            CENTER_X + offset[0] * SCALE + scale * (x - middle[0]),
            CENTER_Y + offset[1] * SCALE - scale * (y - middle[1]),
        )

    return project


def _within(box, point):
    """Whether a point lies in a box given in units of the scale around the map's center."""
    x, y = (point.x - CENTER_X) / SCALE, (point.y - CENTER_Y) / SCALE
    left, top, right, bottom = box
    return left <= x <= right and top <= y <= bottom


_lower_48 = _conic(96, (-0.6, 38.7), (29.5, 45.5), SCALE, (0, 0))
_alaska = _conic(154, (-2, 58.5), (55, 65), SCALE * 0.35, (-0.307, 0.201))
_hawaii = _conic(157, (-3, 19.9), (8, 18), SCALE, (-0.205, 0.212))

_PARTS = [
    (_lower_48, partial(_within, (-0.455, -0.238, 0.455, 0.238))),
    (_alaska, partial(_within, (-0.425, 0.120, -0.214, 0.234))),
    (_hawaii, partial(_within, (-0.214, 0.166, -0.115, 0.234))),
]


def project(longitude: float, latitude: float) -> Point | None:
    """Return where a place lies on the map, or None off the map. Degrees, west negative."""
    for to_point, shows in _PARTS:
        point = to_point(float(longitude), float(latitude))
        if shows(point):
            return point
    return None
