// The SPARQL editor of /sparql: YASGUI with this server's endpoint, prefixes and examples. It calls nobody else.
(function () {
  "use strict";
  const plain = document.getElementById("plain");
  const given = JSON.parse(document.getElementById("given").textContent);
  if (typeof Yasgui === "undefined") return; // the plain form stays
  const yasqe = Yasgui.Yasqe;
  // The editor's own lists of prefixes, classes and properties come from prefix.cc and LOV: ours come with the page.
  yasqe.forkAutocompleter("prefixes", {
    name: "daumoi-prefixes",
    persistenceId: null,
    get: () => Promise.resolve(Object.keys(given.prefixes).sort().map((p) => p + ": <" + given.prefixes[p] + ">")),
  });
  yasqe.defaults.autocompleters = ["variables", "daumoi-prefixes"];
  yasqe.defaults.value = plain.elements.query.value;
  yasqe.defaults.createShareableLink = null;
  const editor = new Yasgui(document.getElementById("yasgui"), {
    requestConfig: { endpoint: given.endpoint, method: "POST" },
    endpointCatalogueOptions: { getData: () => [] },
    copyEndpointOnNewTab: true,
    autofocus: true,
    persistenceId: null,
  });
  plain.hidden = true;
  document.getElementById("example").addEventListener("change", function (event) {
    const chosen = given.examples[event.target.value];
    if (chosen) editor.getTab().setQuery(chosen);
  });
  document.documentElement.dataset.editor = "ready";
})();
