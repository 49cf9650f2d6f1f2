"""Whatever stands in an address where a key should: no error page of the server."""

import pytest
from django.urls import reverse

from plp.core.keys import key_in

pytestmark = pytest.mark.django_db

WRONG = ["abc", "9" * 30, "9" * 5000, "-1", "1%00", "٣"]


@pytest.mark.parametrize("key", WRONG)
@pytest.mark.parametrize(
    "address",
    [
        "application/{}/pdf/",
        "application/{}/change/",
        "application/{}/notes/",
        "draft/{}/new-link/",
        "program/{}/clone/",
        "region/{}/history/",
        "application/step/offer/?ids={}",
    ],
)
def test_no_record_has_it(staff, address, key):
    assert staff.get("/admin/applications/" + address.format(key)).status_code in {400, 404}


@pytest.mark.parametrize("key", WRONG)
@pytest.mark.parametrize(
    "query", ["program={}", "_changelist_filters=program__id__exact%3D{}", "program_year={}"]
)
def test_what_it_would_fill_in_stays_empty(staff, query, key):
    for page in ["question_add", "requirement_changelist"]:
        address = reverse(f"admin:applications_{page}")
        assert staff.get(f"{address}?{query.format(key)}").status_code in {200, 302, 400}


@pytest.mark.parametrize(
    ("text", "key"), [("7", 7), (7, 7), ("", None), (None, None), ("7 ", None)]
)
def test_a_key_is_a_few_digits(text, key):
    assert key_in(text) == key
