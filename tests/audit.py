"""Asks the HTML validator and Lighthouse about every public page: `make audit`. Prints a table.

Not part of the tests: it fetches both tools from npm into a folder of its own, and takes minutes.
"""

import json
import os
import shutil
import subprocess
import sys
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from tests.addresses import FORM_PAGES, PUBLIC_PAGES
from tests.bench import serving

TOOLS = ["vnu-jar@26.9.27", "lighthouse@12.8.2"]
CATEGORIES = ["performance", "accessibility", "best-practices", "seo"]
CHROMIUM = "/usr/bin/chromium"
TRIES = 3


def main():
    sys.stdout.reconfigure(line_buffering=True)
    for program, package in [("java", "openjdk-17-jre-headless"), ("npm", "npm")]:
        if not shutil.which(program):
            sys.exit(f"{program} is needed; on Debian: apt-get install {package}")
    if not Path(CHROMIUM).exists():
        sys.exit("Chromium is needed; on Debian: apt-get install chromium")
    with TemporaryDirectory() as folder:
        install = ["npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", folder]
        subprocess.run([*install, *TOOLS], check=True)
        environment = serving.production(folder, f"sqlite:///{Path(folder, 'audit.sqlite3')}")
        serving.prepare(environment)
        with serving.gunicorn(environment) as (_, root):
            pages = PUBLIC_PAGES + FORM_PAGES
            perfect = audit(Path(folder, "node_modules"), root, pages)
    sys.exit(not perfect)


def audit(tools, root, pages):
    """Print a row for each page and what keeps it from being perfect; return whether all are."""
    print("| page | HTML errors | " + " | ".join(CATEGORIES) + " |")
    print("|---|--:" + "|--:" * len(CATEGORIES) + "|")
    flaws = []
    for address in pages:
        errors = validate(tools, root + address)
        scores, failed = lighthouse(tools, root + address)
        print(f"| {address} | {len(errors)} | " + " | ".join(f"{s:.0f}" for s in scores) + " |")
        flaws += [f"{address}: {flaw}" for flaw in [*errors, *failed]]
    print("", *flaws or ["Nothing to mend."], sep="\n")
    return not flaws


def validate(tools, address):
    """Return the validator's errors and warnings. It fetches nothing from this machine: we do."""
    place = urlsplit(address)
    with closing(HTTPConnection(place.netloc)) as connection:
        connection.request("GET", address.removeprefix(f"http://{place.netloc}"))
        page = connection.getresponse().read()
    command = ["java", "-jar", tools / "vnu-jar/build/dist/vnu.jar", "--format", "json", "-"]
    said = subprocess.run(command, input=page, check=False, capture_output=True).stderr
    return [
        f"{message['type']}, line {message.get('lastLine', '?')}: {message['message']}"
        for message in json.loads(said)["messages"]
    ]


def lighthouse(tools, address):
    """Return the scores of the four categories, and the audits that cost some of them."""
    report = lighthouse_report(tools, address)
    found = [report["categories"][name] for name in CATEGORIES]
    failed = []
    for category in [c for c in found if c["score"] != 1]:
        for ref in category["auditRefs"]:
            audited = report["audits"][ref["id"]]
            if ref["weight"] and audited["score"] not in (None, 1):
                failed.append(f"{category['id']}: {audited['title']}")
    return [(category["score"] or 0) * 100 for category in found], failed


def lighthouse_report(tools, address):
    """Return Lighthouse's report. On a busy machine it may lose its trace: then again."""
    command = [
        *(tools / ".bin/lighthouse", address, "--quiet", "--output=json"),
        "--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage",
        f"--only-categories={','.join(CATEGORIES)}",
    ]
    environment = os.environ | {"CHROME_PATH": CHROMIUM}
    for _ in range(TRIES):
        run = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
        if run.returncode == 0:
            return json.loads(run.stdout)
    sys.exit(f"Lighthouse failed {TRIES} times on {address}: {run.stderr.strip()}")


if __name__ == "__main__":
    main()
