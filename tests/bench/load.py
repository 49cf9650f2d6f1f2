"""Puts the served project under load, and looks at it with a browser that has nothing cached."""

import subprocess
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from tests.bench.addresses import IN_BROWSER, UNDER_LOAD

ROUNDS, SECONDS, CLIENTS = 3, 5, 8
CHROMIUM = Path("/usr/bin/chromium")


def throughput(root):
    """Return {address: (requests a second, p50 and p95 in ms, errors)}, medians of the rounds.

    Each round asks for every address once, so that a busy moment of the machine spreads over all.
    """
    seen = {address: [] for address in UNDER_LOAD}
    for _ in range(ROUNDS):
        for address in UNDER_LOAD:
            seen[address].append(_wrk(root + address))
    return {
        address: [median(figures) for figures in zip(*rows, strict=True)]
        for address, rows in seen.items()
    }


def _wrk(address):
    command = ["wrk", f"-c{CLIENTS}", "-t2", f"-d{SECONDS}s", "-s", "tests/bench/wrk.lua"]
    asked = [*command, "-H", "Accept-Encoding: br", address]
    said = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    rate, p50, p95, errors = map(float, said.split("measured ")[1].split())
    return rate, p50 / 1000, p95 / 1000, errors


def memory(server):
    """Return the megabytes of each worker: resident, and its share of what is shared."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    return [_megabytes(pid) for pid in children]


def _megabytes(pid):
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines}
    return sizes["Rss"], sizes["Pss"]


def in_browser(root):
    """Return {address: (requests, bytes over the wire)} of pages with all that they fetch."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        found = {address: _fetched(browser, root + address) for address in IN_BROWSER}
        browser.close()
    return found


def _fetched(browser, address):
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    sizes = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.send("Network.enable")
    page.goto(address, wait_until="networkidle")
    context.close()
    return len(sizes), sum(sizes)
