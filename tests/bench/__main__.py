"""Measures on SQLite, then on a throw-away PostgreSQL, and prints tables in Markdown."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests import postgres
from tests.bench import load, serving
from tests.bench.addresses import BARE


def bench(name, folder, database):
    environment = serving.production(folder, database)
    serving.prepare(environment)
    print(f"\n## {name}\n")
    inside = [sys.executable, "-m", "tests.bench.inside"]
    measured = subprocess.run(inside, env=environment, check=True, stdout=subprocess.PIPE)
    print_pages(json.loads(measured.stdout))
    print_applying(applying(environment))
    with serving.gunicorn(environment) as (server, root):
        print_browser(load.in_browser(root) if load.CHROMIUM.exists() else {})
        before = load.memory(server)
        print_throughput(load.throughput(root))
        print_memory(before, load.memory(server))


def applying(environment):
    """Fill the database with applications; return what the form and the admin then take."""

    def run(module, *arguments):
        command = [sys.executable, "-m", f"tests.bench.{module}", *arguments]
        return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE).stdout

    link = run("sample").decode().split()[-1]
    return json.loads(run("applying", link))


def print_applying(rows):
    """Print queries, milliseconds and kilobytes of each page, before compression."""
    print("\n| among 10,000 applications | status | queries | ms | KB |\n|---|--:|--:|--:|--:|")
    for row in rows:
        print("| {address} | {status} | {queries} | {ms:.1f} | {kb:.1f} |".format(**row))


def print_pages(rows):
    print("| page | status | queries cold | warm | ms cold | ms warm | KB br |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for row in rows:
        print(
            "| {address} | {status} | {cold_queries} | {warm_queries} "
            "| {cold_ms:.1f} | {warm_ms:.2f} | {kb:.1f} |".format(kb=row["bytes"] / 1000, **row)
        )


def print_browser(rows):
    print("\n| page with its assets, nothing cached | requests | KB over the wire |\n|---|--:|--:|")
    for address, (requests, size) in rows.items():
        print(f"| {address} | {requests} | {size / 1000:.1f} |")


def print_throughput(rows):
    print(f"\n| {load.CLIENTS} clients | requests/s | of bare | p50 ms | p95 ms | errors |")
    print("|---|--:|--:|--:|--:|--:|")
    for address, (rate, p50, p95, errors) in rows.items():
        share = rate / rows[BARE][0]
        print(f"| {address} | {rate:,.0f} | {share:.0%} | {p50:.2f} | {p95:.2f} | {errors:.0f} |")


def print_memory(before, after):
    print("\n| worker | MB before load | after | its share before | after |\n|---|--:|--:|--:|--:|")
    for number, ((rss, pss), (rss_after, pss_after)) in enumerate(
        zip(before, after, strict=True), start=1
    ):
        print(f"| {number} | {rss:.0f} | {rss_after:.0f} | {pss:.0f} | {pss_after:.0f} |")


def main():
    sys.stdout.reconfigure(line_buffering=True)
    if not shutil.which("wrk"):
        sys.exit("wrk is needed to measure throughput; on Debian: apt-get install wrk")
    with TemporaryDirectory() as folder:
        bench("SQLite", folder, f"sqlite:///{Path(folder, 'bench.sqlite3')}")
        if postgres.programs() is None:
            sys.exit("PostgreSQL is not here to be measured; on Debian: apt-get install postgresql")
        with postgres.throw_away() as database:
            bench("PostgreSQL", folder, database)


if __name__ == "__main__":
    main()
