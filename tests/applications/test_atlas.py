"""A state drawn large: every city called out, at a size that a thumb can hit."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications import atlas, facts
from applications.projection import Point
from plp.core import pages

# The frame is 360 wide and shown at no less than this on a phone of 390 px.
FRAME_ON_A_PHONE = 320
THUMB = 42


@pytest.fixture
def places(db):
    return list(facts.places(pages.edition()).values())


@pytest.mark.parametrize("state", ["CA", "FL", "TX", "MD", "ID", "MT"])
def test_calls_out_every_city_of_a_state_once(places, state):
    expected = {place.region.slug for place in places if place.region.state == state}

    frame = atlas.frame_of(state, places)

    assert sorted(c.place.region.slug for c in frame.callouts) == sorted(expected)


@pytest.mark.parametrize("state", atlas.shapes())
def test_every_state_fits_its_frame(places, state):
    frame = atlas.frame_of(state, places)

    shape, view = frame.shape.box, frame.view
    assert view.x <= shape.x
    assert view.y <= shape.y
    assert view.x + view.width >= shape.x + shape.width
    assert view.y + view.height >= shape.y + shape.height


def test_san_francisco_and_oakland_can_each_be_hit_with_a_thumb(places):
    frame = atlas.frame_of("CA", places)

    labels = {c.place.region.city: c.box for c in frame.callouts}
    shrunk = FRAME_ON_A_PHONE / atlas.FRAME_WIDTH
    assert labels["San Francisco"].height * shrunk > THUMB
    assert not _overlap(labels["San Francisco"], labels["Oakland"])


@given(
    st.lists(
        st.tuples(st.floats(40, 100), st.floats(150, 400)), min_size=1, max_size=30, unique=True
    )
)
def test_labels_never_overlap_nor_leave_the_frame(points):
    places = [_place(n, *point) for n, point in enumerate(points)]

    frame = atlas.frame_of("CA", places)

    boxes = [c.box for c in frame.callouts]
    assert len(boxes) == len(places)
    assert not any(_overlap(a, b) for i, a in enumerate(boxes) for b in boxes[:i])
    for box in boxes:
        assert box.x >= 0
        assert box.x + box.width <= atlas.FRAME_WIDTH
        assert box.y >= -0.001
        assert box.y + box.height <= frame.height + 0.001


def test_shortens_a_name_too_long_for_its_label():
    place = _place(1, 80, 300)
    place.region.city = "Rancho Santa Margarita de los Robles"

    [callout] = atlas.frame_of("CA", [place]).callouts

    assert callout.name == "Rancho Santa Mar…"


def _place(number, x, y):
    region = SimpleNamespace(state="CA", city=f"City {number}", slug=f"city-{number}")
    return SimpleNamespace(region=region, point=Point(x, y))


def _overlap(a, b):
    apart = (
        a.x + a.width <= b.x + 0.001
        or b.x + b.width <= a.x + 0.001
        or a.y + a.height <= b.y + 0.001
        or b.y + b.height <= a.y + 0.001
    )
    return not apart
