"""Logs name addresses without the secrets in them."""

import logging

import pytest

from plp.core.logs import WithoutSecrets

SECRET = "0123456789abcdef" * 2 + "01234567"


@pytest.mark.parametrize(
    "path",
    [
        f"/invitation/1/{SECRET}/",
        f"/educate/plc/plp-application/K7M4-PXQ/link/edit/{SECRET}/",
        "/accounts/password/reset/key/1-c0ffee-0123456789abcdef/",
        "/accounts/confirm-email/MQ:1tX:abcdef/",
    ],
)
def test_a_private_link_is_logged_without_its_secret(path):
    record = logging.LogRecord(
        "a", logging.WARNING, "f", 1, "Forbidden (%s): %s", ("x", path), None
    )

    WithoutSecrets().filter(record)

    said = record.getMessage()
    assert said.startswith("Forbidden (x): /")
    assert "[private]" in said
    assert not {SECRET, "c0ffee", "abcdef"} & set(said.replace(":", "/").split("/"))
    assert "0123456789abcdef" not in said


def test_all_else_is_logged_as_it_is():
    record = logging.LogRecord("a", logging.WARNING, "f", 1, "Not Found: %s", ("/zip/",), None)

    WithoutSecrets().filter(record)

    assert record.getMessage() == "Not Found: /zip/"
