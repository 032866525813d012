"""The query page for browsers: a plain form that works without JavaScript.

In comes a request of a browser, out goes a page. Knows nothing of stores.
"""

from __future__ import annotations

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from graph_api.settings import Settings
from graph_api.sparql.http import public_url

EXAMPLE = """PREFIX dm: <https://w3id.org/daumoi/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?type (COUNT(*) AS ?things) WHERE { ?thing a ?type } GROUP BY ?type ORDER BY DESC(?things)"""

_PAGE = """<!doctype html>
<html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>SPARQL · đầu mối</title>
<style>body{{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}}
textarea{{width:100%;font:14px/1.5 ui-monospace,monospace}}</style>
<h1>SPARQL</h1>
<form method="get" action="sparql">
<p><label for="query">Câu truy vấn <span lang="en">(query)</span></label>
<textarea id="query" name="query" rows="14" spellcheck="false">{query}</textarea></p>
<p><label for="format">Định dạng <span lang="en">(format)</span></label>
<select id="format" name="format"><option>csv<option>tsv<option>json<option>xml<option>ttl<option>nt</select>
<button>Chạy <span lang="en">(run)</span></button></p>
</form>
<p><a href="{base}/">đầu mối</a> · <a href="{base}/sparql?format=ttl">service description</a>
· <a href="{base}/openapi.json">OpenAPI</a></p>
</html>"""


def wanted(accept: str) -> bool:
    """Whether a browser asks: it names HTML, programs do not."""
    return "text/html" in accept


def page(request: Request, settings: Settings) -> Response:
    """The form, with an example that runs."""
    return HTMLResponse(_PAGE.format(query=escape(EXAMPLE), base=escape(public_url(request, settings))))
