/* The responsibility map: draws the network of the data block, and gives mouse and keyboard the same ways through it.
   Labels are only ever set as text. Positions were computed beforehand; physics stays off. */
(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("map-data").textContent);
  var canvas = document.getElementById("map-canvas");
  var find = document.getElementById("map-find");
  var results = document.getElementById("map-results");
  var panel = document.getElementById("map-evidence");
  var byId = {};
  var around = {};
  data.nodes.forEach(function (node) { byId[node.id] = node; around[node.id] = []; });
  data.edges.forEach(function (edge) {
    around[edge.from].push({ edge: edge, other: edge.to });
    around[edge.to].push({ edge: edge, other: edge.from });
  });
  var atFirst = new Set(data.nodes.filter(function (n) { return !n.hidden; }).map(function (n) { return n.id; }));
  var visible = new Set(atFirst);
  var chosen = null;
  var few = data.edges.filter(function (e) { return e.evidence.length; }).length < 30; /* room for words on every line */

  function make(tag, text, className) {
    var element = document.createElement(tag);
    if (text) { element.textContent = text; }
    if (className) { element.className = className; }
    return element;
  }
  function fold(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
  }
  function tone(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }

  /* Kinds differ in fill, border and corners, not in colour alone. */
  function dressed(node) {
    var filled = node.kind === "place" || node.kind === "field";
    var fill = { place: tone("--node-place"), field: tone("--accent") }[node.kind] || tone("--paper");
    var ink = { place: tone("--paper"), field: tone("--accent-ink") }[node.kind] || tone("--ink");
    var edge = filled ? fill : node.kind === "office" ? tone("--node-office") : tone("--ink");
    return {
      id: node.id, label: node.label, title: node.title, shape: node.shape, x: node.x, y: node.y,
      hidden: !visible.has(node.id), borderWidth: 1.3, borderWidthSelected: 3, margin: { top: 6, bottom: 6, left: 9, right: 9 },
      shapeProperties: { borderDashes: node.kind === "ghost" ? [5, 4] : false, borderRadius: node.kind === "office" ? 14 : 1 },
      color: { background: fill, border: edge,
        highlight: { background: fill, border: filled ? tone("--ink") : tone("--accent") },
        hover: { background: fill, border: tone("--accent") } },
      font: { color: ink, face: "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif",
        size: node.kind === "place" ? 18 : 14 }
    };
  }
  function lined(edge) {
    var near = chosen === edge.from || chosen === edge.to;
    return {
      id: edge.id, from: edge.from, to: edge.to, dashes: edge.dashes, arrows: edge.arrows || "",
      label: (near || few) && edge.evidence.length ? edge.label : "",
      hidden: !visible.has(edge.from) || !visible.has(edge.to) || (edge.evidence.length === 0 && !near && !shows(edge)),
      width: near ? 2.5 : edge.evidence.length ? 1.2 : 0.6,
      arrowStrikethrough: false,
      color: { color: near ? tone("--accent") : edge.evidence.length ? tone("--soft") : tone("--rule"), highlight: tone("--accent"), hover: tone("--accent") },
      font: { color: tone("--ink"), size: 13, strokeWidth: 4, strokeColor: tone("--paper") },
      smooth: false
    };
  }
  /* Lines of belonging show when one end is chosen: where a body stands says its place already. Summary lines (place to
     field) show while the bodies are folded away. */
  function shows(edge) {
    return byId[edge.from].kind + byId[edge.to].kind === "placefield" && !around[edge.from].some(function (n) {
      return byId[n.other].kind === "office" && visible.has(n.other);
    });
  }

  var nodes = new vis.DataSet(data.nodes.map(dressed));
  var edges = new vis.DataSet(data.edges.map(lined));
  var network = new vis.Network(canvas, { nodes: nodes, edges: edges }, {
    physics: { enabled: false },
    interaction: { hover: true, multiselect: false, tooltipDelay: 250, zoomSpeed: 0.6 },
    layout: { improvedLayout: false }
  });
  network.once("afterDrawing", function () {
    document.documentElement.setAttribute("data-map-nodes", String(visible.size));
  });

  function redraw() {
    nodes.update(data.nodes.map(dressed));
    edges.update(data.edges.map(lined));
    document.documentElement.setAttribute("data-map-nodes", String(visible.size));
  }
  function still() { return window.matchMedia("(prefers-reduced-motion: reduce)").matches; }
  function fit(ids) {
    network.fit({ nodes: ids || Array.from(visible), maxZoomLevel: 1.1, animation: false });
    /* Names reach beyond their nodes; and what cannot be read is better scrolled to than shrunk. */
    network.moveTo({ scale: Math.max(network.getScale() * 0.86, canvas.clientWidth < 600 ? 0.5 : 0.2) });
  }

  function choose(id, focusPanel) {
    chosen = id;
    if (!visible.has(id)) { open(id); }
    network.selectNodes([id]);
    look(id);
    redraw();
    describe(id);
    if (focusPanel) { panel.focus(); }
  }
  /* Moves only when the node is out of sight or too small to read: a picture that jumps is hard to follow. */
  function look(id) {
    var at = network.canvasToDOM(network.getPositions([id])[id]);
    var inside = at.x > 60 && at.y > 40 && at.x < canvas.clientWidth - 60 && at.y < canvas.clientHeight - 40;
    if (inside && network.getScale() >= 0.5) { return; }
    network.focus(id, { scale: Math.max(0.7, network.getScale()), animation: still() ? false : { duration: 300 } });
  }
  /* Makes a node visible together with what it needs to be understood: its place and its neighbours. */
  function open(id) {
    visible.add(id);
    if (byId[id].home) { visible.add(byId[id].home); }
    around[id].forEach(function (n) { visible.add(n.other); });
  }

  /* A folded place is looked at alone, for its bodies need the room; anything else grows where it stands. */
  function grow(id) {
    if (data.grouped && byId[id].kind === "place") { only(id); } else { open(id); }
  }

  function button(label, act, className) {
    var element = make("button", label, className || "pick");
    element.type = "button";
    element.addEventListener("click", act);
    return element;
  }
  function describe(id) {
    var node = byId[id];
    panel.replaceChildren();
    panel.appendChild(make("p", data.kinds[node.kind], "small soft"));
    var title = make("h2");
    if (node.href) {
      var link = make("a", node.title);
      link.href = node.href;
      title.appendChild(link);
    } else { title.textContent = node.title; }
    panel.appendChild(title);
    if (node.about) { panel.appendChild(make("p", node.about, "soft")); }
    var closed = around[id].some(function (n) { return !visible.has(n.other); });
    if (closed) { panel.appendChild(button(data.words.expand, function () { grow(id); choose(id, true); }, "quiet")); }
    panel.appendChild(make("h2", data.words.neighbours));
    var list = make("ul");
    around[id].slice().sort(function (a, b) { return b.edge.evidence.length - a.edge.evidence.length; })
      .forEach(function (near) { list.appendChild(nearby(near)); });
    panel.appendChild(list);
  }
  function nearby(near) {
    var item = make("li");
    item.appendChild(make("span", near.edge.said + ": ", "soft"));
    item.appendChild(button(byId[near.other].title, function () { choose(near.other, true); }));
    near.edge.evidence.slice(0, 4).forEach(function (evidence) {
      if (evidence.quote) { item.appendChild(make("blockquote", evidence.quote)); }
      var source = make("p", [evidence.source, evidence.status, evidence.modality].filter(Boolean).join(" · "), "small soft");
      if (evidence.href) {
        var link = make("a", data.sentence);
        link.href = evidence.href;
        source.append(" · ", link);
      }
      item.appendChild(source);
    });
    return item;
  }

  function search() {
    var words = fold(find.value).split(/\s+/).filter(Boolean);
    results.replaceChildren();
    if (!words.length) { return; }
    var hits = data.nodes.filter(function (node) {
      var text = fold(node.title + " " + node.about);
      return words.every(function (word) { return text.includes(word); });
    }).slice(0, 12);
    hits.forEach(function (node) {
      var item = make("li");
      item.appendChild(button(node.title, function () { choose(node.id, true); }));
      item.appendChild(make("span", " " + data.kinds[node.kind], "small soft"));
      results.appendChild(item);
    });
    if (!hits.length) { results.appendChild(make("li", data.words.nothing, "soft")); }
  }

  function only(id) {
    visible = new Set();
    open(id);
    if (byId[id].kind === "place") {
      data.nodes.forEach(function (n) { if (n.home === id) { open(n.id); } });
    } else {
      around[id].forEach(function (n) { if (byId[n.other].home) { visible.add(byId[n.other].home); } });
    }
    choose(id, false);
    fit();
  }
  function reset() {
    visible = new Set(atFirst);
    chosen = null;
    network.unselectAll();
    document.querySelectorAll("select[data-pick]").forEach(function (s) { s.value = ""; });
    panel.replaceChildren(make("p", data.words.pick_hint, "soft"));
    redraw();
    fit();
  }

  /* Arrow keys walk to the nearest node in that direction; Enter opens the evidence; Escape lets go. */
  function walk(dx, dy) {
    var places = network.getPositions(Array.from(visible));
    var from = chosen && places[chosen] ? places[chosen] : network.getViewPosition();
    var best = null;
    var least = Infinity;
    Object.keys(places).forEach(function (id) {
      var x = places[id].x - from.x;
      var y = places[id].y - from.y;
      var along = x * dx + y * dy;
      var aside = Math.abs(x * dy - y * dx);
      if (id !== chosen && along > 1 && along + 2.5 * aside < least) { least = along + 2.5 * aside; best = id; }
    });
    if (best) { choose(best, false); }
  }
  var arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  canvas.addEventListener("keydown", function (event) {
    if (arrows[event.key]) { walk(arrows[event.key][0], arrows[event.key][1]); event.preventDefault(); }
    if (event.key === "Enter" && chosen) { choose(chosen, true); event.preventDefault(); }
    if (event.key === "Escape") { reset(); }
    if (event.key === "+" || event.key === "-") {
      network.moveTo({ scale: network.getScale() * (event.key === "+" ? 1.25 : 0.8) });
    }
  });

  network.on("click", function (event) { if (event.nodes.length) { choose(event.nodes[0], false); } });
  network.on("doubleClick", function (event) { if (event.nodes.length) { grow(event.nodes[0]); choose(event.nodes[0], false); } });
  find.addEventListener("input", search);
  document.querySelectorAll("select[data-pick]").forEach(function (select) {
    select.addEventListener("change", function () {
      var id = select.value;
      document.querySelectorAll("select[data-pick]").forEach(function (s) { if (s !== select) { s.value = ""; } });
      if (id) { only(id); } else { reset(); }
    });
  });
  document.getElementById("map-reset").addEventListener("click", reset);
  document.getElementById("map-in").addEventListener("click", function () { network.moveTo({ scale: network.getScale() * 1.25 }); });
  document.getElementById("map-out").addEventListener("click", function () { network.moveTo({ scale: network.getScale() * 0.8 }); });
  var png = document.getElementById("map-png");
  if (png) { png.addEventListener("click", function () {
    var link = make("a");
    link.download = "ban-do.png";
    link.href = canvas.querySelector("canvas").toDataURL("image/png");
    link.click();
  }); }
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  fit();
}());
