"""What is measured beside the public pages."""

BARE = "/bench/bare"  # tests/bench/urls.py

# One of each class is put under load, beside the bare view.
UNDER_LOAD = [
    BARE,
    "/educate/plc/plp",
    "/educate/plc/plp-application",
    "/regions/los-angeles-ca/",
    "/zip/?zip=90012",
]

# Whose assets are counted too, fetched by a browser that has nothing yet.
IN_BROWSER = ["/", "/educate/plc/plp", "/regions/los-angeles-ca/"]
