"""The public pages as a whole: the same for everyone, kept while they hold, never stale."""

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from applications.models import Pin, Program, Region, Round, Terms
from plp.core import pages
from tests.addresses import DATA, FORM_PAGES, PROGRAM, PUBLIC_PAGES
from tests.make import (
    make_application,
    make_offer,
    make_partner,
    make_pin,
    make_program,
    make_region,
    the_pin,
    the_program,
)

# What pages say is decided in Python: in CI on SQLite only.
pytestmark = [pytest.mark.django_db, pytest.mark.looks]


@pytest.mark.parametrize("address", PUBLIC_PAGES + DATA)
def test_asks_the_database_at_most_twice_once_it_is_warm(
    client, address, django_assert_max_num_queries
):
    client.get(address)

    with django_assert_max_num_queries(2):
        client.get(address)


@pytest.mark.parametrize("address", PUBLIC_PAGES + DATA)
def test_asks_the_database_at_most_eight_times_when_cold(
    client, address, django_assert_max_num_queries
):
    with django_assert_max_num_queries(8):
        client.get(address)


@pytest.mark.parametrize("address", PUBLIC_PAGES)
def test_asks_as_often_with_more_of_everything(client, address):
    before = _queries_when_cold(client, address)
    for _ in range(3):
        make_partner()
        make_application()
        make_offer()

    assert _queries_when_cold(client, address) == before


def _queries_when_cold(client, address):
    pages.forget()
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


@pytest.mark.parametrize("address", PUBLIC_PAGES + DATA)
def test_is_the_same_for_everyone(client, administrator, address):
    for_all = client.get(address)
    client.force_login(administrator)
    pages.forget()
    for_one = client.get(address)

    assert for_all.content == for_one.content
    for answer in [for_all, for_one]:
        assert not answer.cookies
        assert "Cookie" not in answer["Vary"]


@pytest.mark.parametrize("address", FORM_PAGES)
def test_a_page_with_a_form_is_not_kept(client, address):
    answer = client.get(address)

    assert answer.status_code == 200
    assert "csrftoken" in answer.cookies


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_is_not_sent_again_to_who_has_it(client, encoding):
    first = client.get(PROGRAM, headers={"Accept-Encoding": encoding})
    again = client.get(
        PROGRAM, headers={"Accept-Encoding": encoding, "If-None-Match": first["ETag"]}
    )

    assert first.get("Content-Encoding", "identity") == encoding
    assert first["Cache-Control"] == "no-cache"
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


@pytest.mark.parametrize("address", PUBLIC_PAGES)
def test_takes_no_post(client, address):
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("charset", ["cp037", "utf-16"])
def test_a_charset_of_a_strangers_own_changes_no_page(client, charset):
    strange = client.get(
        "/zip/?zip=60601", headers={"Content-Type": f"text/plain; charset={charset}"}
    )

    assert "Chicago, Illinois" in strange.content.decode()
    assert "Chicago, Illinois" in client.get("/zip/?zip=60601").content.decode()


def test_keeps_one_page_whatever_is_added_to_its_address(client, django_assert_num_queries):
    client.get("/faq/")

    with django_assert_num_queries(1):
        client.get("/faq/?utm_source=mail&x=1")


def test_refuses_nul_in_an_address(client):
    assert client.get("/zip/?zip=%00").status_code == 400


def test_names_one_address_for_each_page(client):
    canonical = f'<link rel="canonical" href="http://testserver{PROGRAM}">'

    assert canonical in client.get(PROGRAM).content.decode()
    assert canonical in client.get(f"{PROGRAM}/?state=CA").content.decode()


def test_terms_of_a_later_day_are_not_shown_yet(client, commit):
    with commit():
        Terms.objects.create(
            program=the_program(), version=2, text="Later.", published_on=date(2099, 1, 1)
        )

    assert "Version 1, published on" in client.get("/terms/").content.decode()
    assert client.get("/terms/2/").status_code == 404
    assert client.get("/terms/0/").status_code == 404


def test_a_region_that_is_not_sought_has_a_pin_of_its_own(client):
    make_region(slug="bend-or", city="Bend", state="OR")

    page = client.get("/regions/bend-or/").content.decode()

    assert 'href="#pin-none"' in page
    assert 'href="#pin-served"' not in page


def test_a_saved_text_is_on_the_page_at_once(client, commit):
    client.get(PROGRAM)

    with commit():
        program = the_program()
        program.headline = "Teach where you live"
        program.save()

    assert "Teach where you live" in client.get(PROGRAM).content.decode()


def test_a_change_that_is_rolled_back_starts_no_edition(client, commit):
    before = pages.edition()

    with commit(), suppress(LookupError), transaction.atomic():
        the_program().save()
        raise LookupError

    assert pages.edition() == before


STATUSES = [
    (lambda pin: None, "Open"),
    (lambda pin: make_application(pin=pin), "Open, others have applied"),
    (
        lambda pin: make_offer(application=make_application(pin=pin, status="offered")),
        "Reserved for an offer",
    ),
    (
        lambda pin: make_offer(
            announced=False, application=make_application(pin=pin, status="offered")
        ),
        "Open, others have applied",
    ),
    (lambda pin: make_partner(region=pin.region), "Served by a partner"),
    (lambda pin: make_partner(region=pin.region, ended_on=date(2016, 9, 1)), "Open"),
]


@pytest.mark.parametrize(("happens", "words"), STATUSES)
def test_says_how_it_stands_in_a_city_the_same_everywhere(client, commit, happens, words):
    pin = the_pin("oakland-ca")

    with commit():
        happens(pin)

    for address in ["/regions/oakland-ca/", f"{PROGRAM}?region=oakland-ca", "/zip/?zip=94607"]:
        assert f"</svg>{words}</span>" in client.get(address).content.decode(), address
    map_label = f'aria-label="Oakland, CA: {words.lower()}, 3.3 million people"'
    assert map_label in client.get(PROGRAM).content.decode()
    [feature] = [
        f for f in client.get("/pins.geojson").json()["features"] if f["id"] == "oakland-ca"
    ]
    assert feature["properties"]["status_words"] == words


def test_tells_the_worst_news_first(client, commit):
    pin = the_pin("oakland-ca")

    with commit():
        make_offer(application=make_application(pin=pin))
        make_partner(region=pin.region)

    assert "Served by a partner" in client.get("/regions/oakland-ca/").content.decode()


@pytest.mark.parametrize(
    ("on", "sentence", "applies"),
    [
        (date(2016, 2, 28), "Applications open on Tuesday, 1 March 2016.", False),
        (
            date(2016, 3, 1),
            "Applications are open. The last day is Friday, 22 April 2016, until midnight "
            "Pacific time.",
            True,
        ),
        (
            date(2016, 4, 23),
            "Applications are closed. The last day was Friday, 22 April 2016, until midnight "
            "Pacific time.",
            False,
        ),
    ],
)
def test_says_when_applications_are_taken_the_same_everywhere(client, on, sentence, applies):
    Round.objects.update(opens_on=date(2016, 3, 1), closes_on=date(2016, 4, 22))

    with time_machine.travel(datetime(on.year, on.month, on.day, 20, tzinfo=UTC), tick=False):
        seen = {a: client.get(a).content.decode() for a in ["/", PROGRAM, f"{PROGRAM}-application"]}

    assert all(sentence in page for page in seen.values())
    assert ("Apply now" in seen[PROGRAM]) == applies
    assert ("Start your application" in seen[f"{PROGRAM}-application"]) == applies


def test_a_closing_day_ends_at_midnight_pacific(client):
    Round.objects.update(opens_on=date(2016, 3, 1), closes_on=date(2016, 4, 22))

    with time_machine.travel(datetime(2016, 4, 23, 6, 59, tzinfo=UTC), tick=False) as clock:
        last_minute = client.get(PROGRAM).content.decode()
        clock.move_to(datetime(2016, 4, 23, 7, 0, tzinfo=UTC))
        after = client.get(PROGRAM).content.decode()

    assert "Applications are open." in last_minute
    assert "Applications are closed." in after


@pytest.mark.parametrize(
    ("asked", "cities"),
    [
        ("q=oak", ["Oakland, CA"]),
        ("q=SILICON", ["San Jose, CA"]),
        ("q=san francisco, ca", ["San Francisco, CA"]),
        ("q=new york ny", ["Buffalo, NY", "New York, NY"]),
        ("q=wa", ["Seattle, WA", "Spokane, WA"]),
        ("q=maryland", ["Baltimore, MD", "Rockville, MD", "Waldorf, MD"]),
        ("state=WA", ["Seattle, WA", "Spokane, WA"]),
        ("state=WA&q=spo", ["Spokane, WA"]),
        ("state=ZZ&q=spo", ["Spokane, WA"]),
        ("status=served", []),
    ],
)
def test_searches_the_list_of_cities(client, asked, cities):
    listed = client.get(f"{PROGRAM}?{asked}").context["listed"]

    assert [str(place) for place in listed] == cities


def test_says_so_when_no_city_matches(client):
    page = client.get(f"{PROGRAM}?q=<b>nowhere</b>").content.decode()

    assert "No city here matches" in page
    assert "<b>nowhere</b>" not in page


def test_sends_a_zip_in_the_list_search_to_the_zip_finder(client):
    answer = client.get(f"{PROGRAM}?q=Los Angeles 90012")

    assert answer.url == "/zip/?zip=Los+Angeles+90012"


def test_pins_are_geojson_with_longitude_first(client):
    answer = client.get("/pins.geojson")

    assert answer["Content-Type"] == "application/geo+json"
    collection = answer.json()
    assert collection["type"] == "FeatureCollection"
    assert len(collection["features"]) == 37
    for feature in collection["features"]:
        longitude, latitude = feature["geometry"]["coordinates"]
        assert feature["geometry"]["type"] == "Point"
        assert -125 < longitude < -66
        assert 24 < latitude < 50


def test_lists_only_active_partners(client, commit):
    with commit():
        make_partner(organization="Larkspur County Office")
        make_partner(organization="Gone Fishing", ended_on=date(2017, 1, 1))

    page = client.get("/partners/").content.decode()

    assert "Larkspur County Office" in page
    assert "Gone Fishing" not in page


def test_without_a_program_every_page_says_so(client):
    Program.objects.update(is_current=False)

    for address in ["/", PROGRAM, f"{PROGRAM}-application", "/faq/", "/privacy", "/tell-me/"]:
        assert "We are not looking for partners right now" in client.get(address).content.decode()


def test_a_program_with_nothing_in_it_still_shows(client):
    Program.objects.update(is_current=False)
    make_program(is_current=True, headline="A new beginning")

    page = client.get(PROGRAM).content.decode()

    assert "A new beginning" in page
    assert "Applications are not open, and no day has been set yet." in page
    assert "No cities are on the map yet." in page


def test_a_region_that_is_not_sought_has_a_page(client):
    make_region(slug="bend-or", city="Bend", state="OR")

    page = client.get("/regions/bend-or/").content.decode()

    assert "Not sought in this program" in page
    assert "Apply for Bend" not in page


def test_a_long_name_from_far_away_breaks_nothing(client, commit):
    with commit():
        region = make_region(
            slug="long", city="Lake Chargoggagoggmanchauggagoggchaubunagungamaugg"[:80], state="MA"
        )
        make_pin(region=region)

    page = client.get(f"{PROGRAM}?region=long").content.decode()

    assert "Lake Chargoggago…" in page


@pytest.mark.parametrize("address", ["/regions/nowhere/", "/terms/99/", "/nope"])
def test_says_what_is_not_there(client, address):
    answer = client.get(address)

    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()


def test_a_note_on_a_pin_is_on_its_card(client, commit):
    with commit():
        pin = the_pin("oakland-ca")
        pin.note = "Two districts **wait** for you. <script>alert(1)</script>"
        pin.save()

    page = client.get(f"{PROGRAM}?region=oakland-ca").content.decode()

    assert "Two districts <strong>wait</strong> for you." in page
    assert "<script>alert" not in page


def test_a_map_of_a_thousand_regions_is_drawn(client, commit):
    with commit():
        regions = [
            Region(
                slug=f"r{n}",
                name=f"R {n}",
                city=f"C {n}",
                state="TX",
                latitude="31.5",
                longitude=f"-{97 + n / 1000:.3f}",
                zone="America/Chicago",
                population_served=n,
                population_within_80km=n,
                population_as_of=date(2015, 7, 1),
            )
            for n in range(1000)
        ]
        Region.objects.bulk_create(regions)
        Pin.objects.bulk_create(Pin(program=the_program(), region=region) for region in regions)
        pages.changed()

    page = client.get(f"{PROGRAM}?state=TX").content.decode()

    assert "1003 of 1037 cities." in page
