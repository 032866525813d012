/* The reader works without this: it only marks the whole sentence of an anchor, and opens any #c123-456. */
(function () {
  "use strict";
  var kept = document.getElementById("kept");
  if (!kept) { return; }

  /* Offsets count code points; a DOM range counts UTF-16 units. */
  function locate(offset) {
    var walker = document.createTreeWalker(kept, NodeFilter.SHOW_TEXT);
    var left = offset - Number(kept.dataset.start);
    for (var node = walker.nextNode(); node; node = walker.nextNode()) {
      var points = Array.from(node.data);
      if (left <= points.length) { return { node: node, at: points.slice(0, Math.max(0, left)).join("").length }; }
      left -= points.length;
    }
    return null;
  }
  function show() {
    document.querySelectorAll(".facts li.here").forEach(function (item) { item.classList.remove("here"); });
    kept.querySelectorAll("mark.hit").forEach(function (mark) { mark.classList.remove("hit"); });
    var anchor = window.location.hash.slice(1);
    var span = /^c(\d+)-(\d+)$/.exec(anchor);
    document.querySelectorAll("#sheets rect.hit").forEach(function (box) { box.classList.remove("hit"); });
    if (!span) { return; }
    var boxed = document.querySelectorAll('#sheets rect[data-in="' + anchor + '"]');
    boxed.forEach(function (box) { box.classList.add("hit"); });
    if (boxed.length) {
      var strip = document.getElementById("sheets");
      strip.scrollTop += boxed[0].getBoundingClientRect().top - strip.getBoundingClientRect().top - strip.clientHeight / 3;
    }
    var marks = kept.querySelectorAll('mark[data-in~="' + anchor + '"]');
    marks.forEach(function (mark) { mark.classList.add("hit"); });
    var listed = document.querySelector('.facts a[href="#' + anchor + '"]');
    if (listed) {
      var item = listed.closest("li");
      var facts = item.closest(".facts");
      item.classList.add("here");
      facts.scrollTop += item.getBoundingClientRect().top - facts.getBoundingClientRect().top - facts.clientHeight / 4;
    }
    if (marks.length) { marks[0].scrollIntoView({ block: "center" }); return; }
    var from = locate(Number(span[1]));
    var to = locate(Number(span[2]));
    if (!from || !to) { return; }
    var range = document.createRange();
    range.setStart(from.node, from.at);
    range.setEnd(to.node, to.at);
    var selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    from.node.parentElement.scrollIntoView({ block: "center" });
  }
  window.addEventListener("hashchange", show);
  show();
}());
