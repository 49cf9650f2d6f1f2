"""Which internet domains name an organization, and which are the same."""

import pytest

from applications.domains import of_email, of_website


@pytest.mark.parametrize(
    ("email", "domain"),
    [
        ("ruth@foundry.example", "foundry.example"),
        ("Ruth@Mail.CS.State.EDU", "state.edu"),
        ("ruth@oakland.k12.ca.us", "oakland.k12.ca.us"),
        ("ruth@mail.oakland.k12.ca.us", "oakland.k12.ca.us"),
        ("ruth@foundry.co.uk", "foundry.co.uk"),
        ("ruth@gmail.com", ""),
        ("ruth@yahoo.co.uk", ""),
        ("ruth@hotmail.fr", ""),
        ("ruth@live.edu", "live.edu"),
        ("ruth@Outlook.com", ""),
        ("nobody", ""),
        ("", ""),
    ],
)
def test_an_address_names_the_organization_that_has_registered_its_domain(email, domain):
    assert of_email(email) == domain


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("https://www.foundry.example/about", "foundry.example"),
        ("http://cs.state.edu:8080", "state.edu"),
        ("", ""),
        ("http://[", ""),
        ("not an address", ""),
    ],
)
def test_a_website_does_likewise(address, domain):
    assert of_website(address) == domain
