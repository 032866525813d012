"""W3C tests that this server is known to fail, each by its IRI's end with the reason. An unexpected pass is a failure."""

EXCLUDED: dict[str, str] = {}
