"""The application factory: settings in, a web application out.

It puts store, engine and routes together; every module it names can be tested without it. The pages of the site come
in where they are there.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from graph_api.errors import DaumoiError
from graph_api.metrics import Metrics, Observed
from graph_api.settings import Settings
from graph_api.sparql.endpoint import SparqlEndpoint
from graph_api.sparql.engine import Engine, PoolEngine, RemoteEngine
from graph_api.sparql.graph_store import GraphStore
from graph_api.sparql.http import CLIENT_LEFT
from graph_api.store import open_store
from graph_api.store.base import Answer, Binding, Store
from graph_api.store.embedded import EmbeddedStore
from graph_api.store.evaluate import Job
from graph_api.store.remote import RemoteStore
from graph_api.warm import Warmer

log = logging.getLogger("daumoi")

DESCRIPTION = """Cơ quan nào chịu trách nhiệm việc gì, ở đâu, theo văn bản nào: mọi câu trả lời đều kèm câu gốc.

Who answers for what, where, by which document; every answer carries its sentence. The saved queries below are the
same as on the command line; `/sparql` takes any SPARQL 1.1 query."""

EVERY_METHOD = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"]


@dataclass(slots=True)
class Services:
    """What routes and pages use, as `request.app.state.services`."""

    settings: Settings
    store: Store | None
    engine: Engine
    endpoint: SparqlEndpoint
    metrics: Metrics

    def select(self, sparql: str) -> list[dict[str, Binding]]:
        """Rows of a query of the product's own. For threads (plain `def` routes), not inside the event loop."""
        return self.engine.select(sparql)

    def rows(self, name: str, **params: str | None) -> list[dict[str, Any]]:
        """Rows of a saved query; parameters that are None or empty are left out. For threads, as `select`."""
        from graph_api import saved

        return saved.rows(name, {key: value for key, value in params.items() if value}, self.select)

    def snapshot(self) -> str:
        return self.engine.snapshot()

    def evaluate(self, job: Job) -> Answer:
        """Any query of the product's own, in any format. For threads, as `select`."""
        return self.engine.evaluate(job)


def create_app(settings: Settings | None = None, engine: Engine | None = None) -> FastAPI:
    """The application. `engine`: another one than the store of the settings needs; the tests' writable one."""
    settings = settings or Settings.from_env()
    store = None if engine is not None else open_store(settings.store, settings)
    engine = engine or engine_of(store, settings)
    metrics = Metrics()
    services = Services(settings, store, engine, SparqlEndpoint(engine, settings), metrics)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await engine.start()
        # A remote store is asked by others too: its owner decides what it is asked.
        warmer = Warmer(services.snapshot, app.state.warm)
        if isinstance(engine, PoolEngine):
            warmer.start()
        try:
            yield
        finally:
            warmer.stop()
            await engine.stop()

    app = FastAPI(
        title="đầu mối",
        version=_version(),
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    app.state.services = services
    app.state.settings = settings
    _routes(app, services)
    _errors(app)
    _describe_errors(app)
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=4)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST"],
        allow_headers=["*"],
        expose_headers=["ETag", "X-Snapshot", "X-Truncated", "Link", "Retry-After"],
        max_age=86_400,
    )
    app.add_middleware(Observed, metrics=metrics, settings=settings)
    return app


def engine_of(store: Store | None, settings: Settings) -> Engine:
    """What evaluates the queries on this store: worker processes, or the remote server."""
    if isinstance(store, RemoteStore):
        return RemoteEngine(store, settings)
    assert isinstance(store, EmbeddedStore)
    return PoolEngine(store, settings)


def _describe_errors(app: FastAPI) -> None:
    """Every operation may answer with our errors, and none with the framework's 422."""
    from graph_api.rest.common import ERRORS

    plain = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            for operations in plain()["paths"].values():
                for operation in operations.values():
                    operation["responses"].pop("422", None)
                    for status, error in ERRORS.items():
                        operation["responses"].setdefault(str(status), error)
        return plain()

    app.openapi = described  # type: ignore[method-assign]


def _routes(app: FastAPI, services: Services) -> None:
    graphs = GraphStore(services.engine, services.settings)
    app.add_route("/sparql", services.endpoint.__call__, methods=EVERY_METHOD, include_in_schema=False)
    app.add_route("/sparql/", services.endpoint.__call__, methods=EVERY_METHOD, include_in_schema=False)
    app.add_route("/graph-store", graphs.__call__, methods=EVERY_METHOD, include_in_schema=False)
    if services.engine.writable:
        app.add_route("/graph-store/{rest:path}", graphs.__call__, methods=EVERY_METHOD, include_in_schema=False)
    from graph_api import rest
    from graph_api.site import LiveSite

    app.state.site = site = LiveSite(services)
    app.state.warm = lambda question: site.ask(question, None, "vi")
    app.include_router(rest.build())
    # Rooms that grow beside this one; some come with an optional part of the installation.
    ask = _module("graph_api.rest.ask")
    if ask is not None:
        app.include_router(ask.router)
    pages = _module("graph_api.pages.router")
    if pages is not None:
        shown = pages.CachedSite(site)
        app.include_router(pages.pages_router(shown))
        app.state.warm = lambda question: pages.warm(shown, question)


def _module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        return None


def _errors(app: FastAPI) -> None:
    async def told(request: Request, error: Exception) -> Response:
        assert isinstance(error, DaumoiError)
        return JSONResponse(error.body(), error.status, headers=error.headers)

    async def by_framework(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        codes = {404: "not_found", 405: "method_refused", 406: "not_acceptable", 415: "media_type_refused"}
        code = codes.get(error.status_code, "bad_request" if error.status_code < 500 else "internal")
        told_ = DaumoiError(code, _said(request, error), _HINTS.get(code, ""), status=error.status_code)
        return JSONResponse(told_.body(), told_.status, headers=error.headers)

    async def by_validation(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"][1:]) or "the request"
        bad = DaumoiError("bad_parameter", f"{where}: {first['msg']}", "see /openapi.json for the parameters")
        return JSONResponse(bad.body(), bad.status)

    async def left(request: Request, error: Exception) -> Response:
        return Response(status_code=CLIENT_LEFT)

    async def unforeseen(request: Request, error: Exception) -> Response:
        log.error("%s %s failed", request.method, request.url.path, exc_info=error)
        bad = DaumoiError("internal", "the server made an error; it is in the log", "please report it")
        return JSONResponse(bad.body(), bad.status)

    app.add_exception_handler(DaumoiError, told)
    app.add_exception_handler(HTTPException, by_framework)
    app.add_exception_handler(RequestValidationError, by_validation)
    app.add_exception_handler(ClientDisconnect, left)
    app.add_exception_handler(Exception, unforeseen)


_HINTS = {"not_found": "/openapi.json lists the routes", "method_refused": "use GET"}


def _said(request: Request, error: HTTPException) -> str:
    if error.status_code == 404:
        return f"there is nothing at {request.url.path}"
    if error.status_code == 405:
        return f"{request.method} is not served at {request.url.path}"
    return str(error.detail)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("daumoi")
    except PackageNotFoundError:
        return "0"
