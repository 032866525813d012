"""The routes of the pages: each translates a request into a frame and hands it to the page's own module.

`pages_router(site)` is included by the application factory. Errors become pages with a message and a hint.
"""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from graph_api import vocabulary
from graph_api.errors import DaumoiError
from graph_api.formats import GRAPHS, HTML, negotiate
from graph_api.pages import answer, chain, compare, documents, gaps, map, matrix, ontology, search, things
from graph_api.pages.cache import CachedSite
from graph_api.pages.frame import ASSETS, HEADERS, Frame, asset_response
from graph_api.pages.site import Site
from graph_api.pages.state import State

Page = Callable[[Frame], Response]

PAGES: dict[str, Page] = {
    "/": answer.page,
    "/matrix": matrix.page,
    "/chain": chain.page,
    "/map": map.page,
    "/documents": documents.listing,
    "/search": search.page,
    "/compare": compare.page,
    "/gaps": gaps.page,
}
THINGS: dict[str, Callable[[Frame, str], Response]] = {
    "/bodies/{name:path}": things.body,
    "/places/{name:path}": things.place,
    "/fields/{name:path}": things.field,
    "/things/{name:path}": things.anything,
}


def pages_router(application: Site) -> APIRouter:
    """All pages over one application; they are no part of the API's description."""
    site = application if isinstance(application, CachedSite) else CachedSite(application)
    router = APIRouter(include_in_schema=False)
    for path, page in PAGES.items():
        router.add_api_route(path, _endpoint(site, page), methods=["GET", "HEAD"])

    def reader(request: Request, name: str) -> Response:
        return shown(Frame.of(site, request), lambda frame: documents.reader(frame, name))

    def picture(request: Request, name: str, page: int) -> Response:
        return shown(Frame.of(site, request), lambda frame: documents.picture(frame, name, page))

    def suggest(request: Request) -> Response:
        return JSONResponse(answer.suggestions(Frame.of(site, request)), headers=HEADERS)

    def static(name: str) -> Response:
        return asset_response(name) if name in ASSETS else Response("", 404, HEADERS)

    router.add_api_route("/ontology", _ontology(site), methods=["GET", "HEAD"])
    router.add_api_route("/suggest", suggest, methods=["GET"])
    router.add_api_route("/static/{name}", static, methods=["GET", "HEAD"])
    router.add_api_route("/documents/{name:path}/pages/{page:int}.png", picture, methods=["GET", "HEAD"])
    router.add_api_route("/documents/{name:path}", reader, methods=["GET", "HEAD"])
    for path, thing in THINGS.items():
        router.add_api_route(path, _named(site, thing), methods=["GET", "HEAD"])
    return router


def warm(site: CachedSite, question: str) -> None:
    """Makes the page of a question for nobody, so that what every page needs is in memory."""
    state = State("/", other={"q": question})
    answer.page(Frame.on(site, state))


def _endpoint(site: CachedSite, page: Page) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        return shown(Frame.of(site, request), page)

    return endpoint


def _named(site: CachedSite, thing: Callable[[Frame, str], Response]) -> Callable[[Request, str], Response]:
    def endpoint(request: Request, name: str) -> Response:
        return shown(Frame.of(site, request), lambda frame: thing(frame, name))

    return endpoint


def _ontology(site: CachedSite) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        asked = request.query_params.get("format", "")
        wanted = next((known for known in GRAPHS if known.name == asked), None) or negotiate(
            request.headers.get("accept", ""), (*GRAPHS, HTML)
        )
        if wanted is HTML:
            return shown(Frame.of(site, request), ontology.page)
        return Response(vocabulary.serialised(wanted), headers={**HEADERS, "Content-Type": wanted.content_type})

    return endpoint


def shown(frame: Frame, page: Page) -> Response:
    """The page, or a page that says what went wrong and what to do."""
    try:
        return page(frame)
    except DaumoiError as error:
        title = frame.words("site.not_found") if error.status == 404 else frame.words("site.error")
        said = {"message": error.message, "hint": error.hint}
        return frame.html("error.html", "", title, said, status=error.status)
