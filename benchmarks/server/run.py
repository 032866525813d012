"""Our server beside others on the same graph, one after the other on one machine: requests per second and memory.

In: an N-Quads export, and commands of the servers that are installed. Out: a Markdown table on stdout. Every request of
the first, second and fourth kind is a query of its own, so that no cache answers it; the third is always the same.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

HERE = Path(__file__).parent
PREFIXES = "PREFIX dm: <https://w3id.org/daumoi/ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
QUERIES = {
    "look-up": "SELECT ?p ?o WHERE { <#IRI#> ?p ?o } LIMIT #N#",
    "1,000 rows": PREFIXES + "SELECT ?s ?l WHERE { ?s skos:prefLabel ?l } OFFSET #N# LIMIT 1000",
    "repeated": PREFIXES + "SELECT ?s ?l WHERE { ?s skos:prefLabel ?l } LIMIT 1000",
    "path": PREFIXES + "SELECT ?above WHERE { <#IRI#> dm:within+ ?above } LIMIT #N#",
}
JSON = "application/sparql-results+json"


@dataclass(frozen=True, slots=True)
class Server:
    name: str
    command: list[str]
    route: str
    port: int


@contextmanager
def running(server: Server, environment: dict[str, str]) -> Iterator[psutil.Process]:
    log = subprocess.DEVNULL
    process = subprocess.Popen(server.command, env={**os.environ, **environment}, stdout=log, stderr=log)
    try:
        ask = f"http://127.0.0.1:{server.port}{server.route}{urllib.parse.quote('ASK { ?s ?p ?o }')}"
        for _ in range(600):
            try:
                urllib.request.urlopen(urllib.request.Request(ask, headers={"Accept": JSON}), timeout=5).read()
                break
            except OSError:
                time.sleep(0.2)
        else:
            raise RuntimeError(f"{server.name} does not answer")
        yield psutil.Process(process.pid)
    finally:
        for child in psutil.Process(process.pid).children(recursive=True):
            child.terminate()
        process.terminate()
        process.wait(20)


def load(server: Server, kind: str, clients: int, seconds: int, iris: Path, base: int) -> float:
    environment = {"QUERY": QUERIES[kind], "ROUTE": server.route, "ACCEPT": JSON, "IRIS": str(iris), "BASE": str(base)}
    command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "10s", "-s", str(HERE / "load.lua")]
    said = subprocess.run(
        [*command, f"http://127.0.0.1:{server.port}"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    if "Non-2xx" in said:
        print(f"{server.name}, {kind}, {clients}: {said}", file=sys.stderr)
        return float("nan")
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    return float(found.group(1)) if found else 0.0


def memory(process: psutil.Process) -> float:
    """MiB of the process and its children; shared pages count in part."""
    return sum(one.memory_full_info().pss for one in (process, *process.children(recursive=True))) / 2**20


def servers(store: str, data: Path, others: Path) -> list[Server]:
    python = sys.executable
    granian = ["--interface", "asgi", "--factory", "--port", "7704", "--workers", "1"]
    oxigraph = ["serve-read-only", "--location", str(data / "oxigraph"), "--bind", "127.0.0.1:7702"]
    rdflib = ["serve", str(data / "all.nq"), "--port", "7703", "--host", "127.0.0.1"]
    found = [
        Server(
            "daumoi",
            [python, "-m", "graph_api.cli", "serve", "--port", "7701", "--store", store],
            "/sparql?query=",
            7701,
        ),
        Server(
            "daumoi on granian", [str(others / "granian"), *granian, "graph_api.app:create_app"], "/sparql?query=", 7704
        ),
        Server("oxigraph", [str(others / "oxigraph"), *oxigraph], "/query?union-default-graph&query=", 7702),
        Server("rdflib-endpoint", [str(others / "rdflib-endpoint"), *rdflib], "/?query=", 7703),
    ]
    return [server for server in found if Path(server.command[0]).exists()]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("store", help="folder of a store")
    options.add_argument("data", type=Path, help="folder with all.nq, and oxigraph/ loaded from it")
    options.add_argument("others", type=Path, help="folder of the other servers' programs (the bin/ of a venv)")
    options.add_argument("--seconds", type=int, default=4)
    given = options.parse_args()
    iris = given.data / "iris.txt"
    places = sorted(set(re.findall(r"^<(\S+/id/place/\S+)> ", (given.data / "all.nq").read_text("utf-8"), re.M)))
    iris.write_text("\n".join(places[:: max(1, len(places) // 500)]), "utf-8")
    cells = [f"{kind}, {clients}" for kind in QUERIES for clients in (1, 8)]
    print("| server | " + " | ".join(cells) + " | MiB |\n|" + " --- |" * (len(cells) + 2))
    for server in servers(given.store, given.data, given.others):
        with running(server, {"DAUMOI_STORE": given.store}) as process:
            made = [
                load(
                    server,
                    kind,
                    clients,
                    given.seconds,
                    iris,
                    1_000 + 1_000_000 * place if "row" not in kind else place,
                )
                for kind in QUERIES
                for place, clients in enumerate((1, 8))
            ]
            print(
                f"| {server.name} | " + " | ".join(f"{one:,.0f}" for one in made) + f" | {memory(process):,.0f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
