"""Places on the map, against points that d3's geoAlbersUsa gives."""

import pytest

from applications.projection import project

# From the mock page of the look, whose pins were placed by d3 itself.
PLACED_BY_D3 = {
    "seattle": (-122.3321, 47.6062, 97.6, 46.3),
    "boston": (-71.0598, 42.3584, 908.7, 167.1),
    "san francisco": (-122.4194, 37.7749, 34.8, 261.4),
    "miami": (-80.1937, 25.7743, 822.7, 572.3),
    "houston": (-95.3633, 29.7633, 510.6, 509.2),
}


@pytest.mark.parametrize(
    ("longitude", "latitude", "x", "y"), PLACED_BY_D3.values(), ids=PLACED_BY_D3
)
def test_puts_a_city_where_d3_does(longitude, latitude, x, y):
    assert project(longitude, latitude) == pytest.approx((x, y), abs=0.05)


def test_sets_alaska_and_hawaii_below_the_southwest():
    anchorage, honolulu = project(-149.9, 61.2), project(-157.86, 21.3)

    assert anchorage.x < honolulu.x < 300
    assert min(anchorage.y, honolulu.y) > 500


@pytest.mark.parametrize(
    ("longitude", "latitude"), [(10, 50), (-66.1, 18.4), (144.8, 13.5), (-99.1, 19.4)]
)
def test_has_no_place_for_what_is_off_the_map(longitude, latitude):
    assert project(longitude, latitude) is None
