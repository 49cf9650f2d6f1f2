"""In which form names and addresses of people are compared, so that nobody is kept twice."""

import re
import unicodedata

from plp.core.privacy.registry import is_nowhere

LONGEST = 120
TITLES = {"dr", "mr", "mrs", "ms", "mx", "prof", "phd", "edd", "jr", "sr", "ii", "iii"}
GMAIL = {"gmail.com", "googlemail.com"}  # where dots before the @ make no difference
# Letters that Unicode does not take for others with a mark.
PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "’": "", "'": ""})


def name_key(name: str) -> str:
    """Return a name without case, accents, titles, initials in the middle and order by comma."""
    text = unicodedata.normalize("NFKD", name.casefold()).translate(PLAIN)
    text = "".join(c for c in text if not unicodedata.combining(c))
    parts = [re.findall(r"[^\W_]+", part) for part in text.split(",")]
    parts = [said for part in parts if (said := [word for word in part if word not in TITLES])]
    if len(parts) == 2:
        parts.reverse()
    words = [word for part in parts for word in part]
    middle = [word for word in words[1:-1] if len(word) > 1]
    return " ".join([*words[:1], *middle, *words[1:][-1:]])[:LONGEST]


def email_key(email: str) -> str:
    """Return an address without what leads to the same mailbox: +words, and dots at Gmail."""
    local, _, domain = email.strip().lower().rpartition("@")
    if not local or is_nowhere(email):
        return ""
    local = local.partition("+")[0] or local
    if domain in GMAIL:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"
