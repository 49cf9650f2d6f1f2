"""Internet domains as names of organizations: which say something, and which are the same."""

from urllib.parse import urlsplit

# Anybody can have an address there, so it names no organization.
FREE_MAIL = {
    "aim.com",
    "aol.com",
    "att.net",
    "bellsouth.net",
    "charter.net",
    "comcast.net",
    "cox.net",
    "duck.com",
    "earthlink.net",
    "fastmail.com",
    "gmail.com",
    "gmx.com",
    "gmx.net",
    "googlemail.com",
    "hey.com",
    "hotmail.com",
    "icloud.com",
    "juno.com",
    "live.com",
    "mac.com",
    "mail.com",
    "me.com",
    "msn.com",
    "outlook.com",
    "pm.me",
    "proton.me",
    "protonmail.com",
    "rocketmail.com",
    "sbcglobal.net",
    "tutanota.com",
    "verizon.net",
    "yahoo.com",
    "yandex.com",
    "ymail.com",
    "zoho.com",
}

FREE_NAMES = {"gmail", "gmx", "hotmail", "icloud", "live", "outlook", "yahoo"}  # in any country

# Where organizations are named one level further left: k12.ca.us, co.uk.
SHARED = {"k12", "co", "org", "com", "ac", "edu", "gov", "lib", "tec", "cc", "state", "ci", "pvt"}


def of_email(email: str) -> str:
    """Return the domain of an organization by the address of one of its people; "" if none."""
    return _registered(email.rpartition("@")[2])


def of_website(address: str) -> str:
    """Return the domain of an organization by the address of its website; "" if none."""
    try:
        return _registered(urlsplit(address).hostname or "")
    except ValueError:  # no address at all, such as http://[
        return ""


def _registered(host):
    """Return what of a host somebody has registered: state.edu for mail.cs.state.edu."""
    parts = host.strip().strip(".").lower().split(".")
    if len(parts) < 2:
        return ""
    known = 2
    in_country = len(parts[-1]) == 2  # below it, states, schools and companies have theirs
    if in_country:
        while known < len(parts) and (parts[-known] in SHARED or len(parts[-known]) == 2):
            known += 1
    domain = ".".join(parts[-known:])
    is_free = domain in FREE_MAIL or (in_country and parts[-known] in FREE_NAMES)
    return "" if is_free else domain
