"""The query page for browsers: YASGUI from our own origin, and a plain form that works without JavaScript.

In come the server's address and its example queries, out goes a page. Knows nothing of stores.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from graph_api.pages.frame import HEADERS, POLICY, asset
from graph_api.prefixes import PREFIXES
from graph_api.settings import Settings
from graph_api.sparql.examples import Example
from graph_api.sparql.http import public_url

FIRST = """PREFIX dm: <https://w3id.org/daumoi/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?type (COUNT(*) AS ?things) WHERE { ?thing a ?type } GROUP BY ?type ORDER BY DESC(?things)"""

EDITOR_POLICY = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'").replace(
    "img-src 'self' data:", "img-src 'self' data:; font-src 'self' data:"
)
"""YASGUI draws its icons and columns with style attributes; scripts still come from our own files only."""

_PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>SPARQL – đầu mối</title>
<link rel="icon" href="{icon}" type="image/svg+xml">
<link rel="stylesheet" href="{editor_style}"><link rel="stylesheet" href="{style}"></head>
<body><main>
<h1>SPARQL</h1>
<form method="get" action="sparql"><p><label for="example">Câu mẫu <span lang="en">(example)</span></label>
<select id="example" name="example"><option value="">…</option>{options}</select>
<noscript><button>Lấy <span lang="en">(take)</span></button></noscript></p></form>
<form method="get" action="sparql" id="plain">
<p><label for="query">Câu truy vấn <span lang="en">(query)</span></label>
<textarea id="query" name="query" rows="14" spellcheck="false">{query}</textarea></p>
<p><label for="format">Định dạng <span lang="en">(format)</span></label>
<select id="format" name="format"><option>csv<option>tsv<option>json<option>xml<option>ttl<option>nt</select>
<button>Chạy <span lang="en">(run)</span></button></p>
</form>
<div id="yasgui"></div>
<p><a href="{base}/">đầu mối</a> · <a href="{base}/sparql?format=ttl">service description</a>
· <a href="{base}/ontology">ontology</a> · <a href="{base}/openapi.json">OpenAPI</a></p>
</main>
<script type="application/json" id="given">{given}</script>
<script src="{yasgui}" defer></script><script src="{script}" defer></script>
</body></html>"""


def wanted(accept: str) -> bool:
    """Whether a browser asks: it names HTML, programs do not."""
    return "text/html" in accept


def page(request: Request, settings: Settings, examples: Sequence[Example] = ()) -> Response:
    """The editor; `?example=NAME` puts that example into it."""
    texts = {example.name: example.text for example in examples}
    base = public_url(request, settings)
    chosen = request.query_params.get("example", "")
    options = "".join(
        f'<option value="{escape(e.name)}"{" selected" if e.name == chosen else ""}>'
        f"{escape(e.name)}: {escape(e.title_vi)} / {escape(e.title_en)}</option>"
        for e in examples
    )
    given = json.dumps({"endpoint": f"{base}/sparql", "prefixes": PREFIXES, "examples": texts}, ensure_ascii=False)
    body = _PAGE.format(
        query=escape(texts.get(chosen, FIRST)),
        options=options,
        base=escape(base),
        given=given.replace("<", "\\u003c"),
        icon=asset("icon.svg"),
        style=asset("yasgui.min.css"),
        editor_style=asset("editor.css"),
        yasgui=asset("yasgui.min.js"),
        script=asset("editor.js"),
    )
    return HTMLResponse(body, headers={**HEADERS, "Content-Security-Policy": EDITOR_POLICY})
