"""The public pages, each once: what tests and measurements walk."""

PROGRAM = "/educate/plc/plp"

PUBLIC_PAGES = [
    "/",
    PROGRAM,
    f"{PROGRAM}?state=CA",
    f"{PROGRAM}?region=los-angeles-ca",
    f"{PROGRAM}?q=bay&status=open",
    f"{PROGRAM}-application",
    f"{PROGRAM}-application?region=los-angeles-ca",
    f"{PROGRAM}-application/questions/",
    f"{PROGRAM}-funding",
    f"{PROGRAM}-funding?teachers=11&urban=unknown",
    "/terms/",
    "/terms/1/",
    "/faq/",
    "/privacy",
    "/credits/",
    "/partners/",
    "/regions/los-angeles-ca/",
    "/zip/",
    "/zip/?zip=90012",
    "/zip/?zip=79936",
    "/zip/?zip=90099",
    "/zip/?zip=nowhere",
    "/tell-me/thanks/",
    "/events/",
    "/impact/",
    "/impact/?year=2016-17",
]
FORM_PAGES = [
    "/tell-me/",
    f"{PROGRAM}-application/start/",
    f"{PROGRAM}-application/link/",
]
DATA = ["/pins.geojson", "/sitemap.xml", "/impact/impact.json", "/impact/years.csv"]
