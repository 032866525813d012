/* Suggestions under the question box (the combobox pattern of ARIA). The page works without this. */
(function () {
  "use strict";
  var box = document.querySelector("input[data-suggest]");
  if (!box) { return; }
  var list = document.createElement("ul");
  list.className = "suggest";
  list.id = "suggest";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.labels.length ? box.labels[0].textContent : "");
  box.closest("form").appendChild(list);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-expanded", "false");
  box.setAttribute("aria-controls", "suggest");
  var active = -1;
  var asked = 0;

  function close() {
    list.hidden = true;
    active = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }
  function take(text) {
    box.value = text;
    close();
    box.form.requestSubmit();
  }
  function show(texts) {
    list.replaceChildren();
    texts.forEach(function (text, index) {
      var item = document.createElement("li");
      item.id = "suggest-" + index;
      item.setAttribute("role", "option");
      item.textContent = text;
      item.addEventListener("mousedown", function (event) { event.preventDefault(); take(text); });
      list.appendChild(item);
    });
    active = -1;
    list.hidden = !texts.length;
    box.setAttribute("aria-expanded", String(texts.length > 0));
  }
  function move(step) {
    var items = list.children;
    if (!items.length) { return; }
    if (active >= 0) { items[active].removeAttribute("aria-selected"); }
    active = (active + step + items.length) % items.length;
    items[active].setAttribute("aria-selected", "true");
    items[active].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", items[active].id);
  }
  box.addEventListener("input", function () {
    var turn = asked += 1;
    var words = box.value.trim();
    if (words.length < 2) { close(); return; }
    var url = new URL(box.dataset.suggest, window.location.href);
    url.searchParams.set("q", words);
    window.setTimeout(function () {
      if (turn !== asked) { return; }
      fetch(url).then(function (answer) { return answer.json(); }).then(function (texts) {
        if (turn === asked && document.activeElement === box) { show(texts); }
      }).catch(close);
    }, 120);
  });
  box.addEventListener("keydown", function (event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!list.hidden) { move(event.key === "ArrowDown" ? 1 : -1); event.preventDefault(); }
    } else if (event.key === "Enter" && !list.hidden && active >= 0) {
      take(list.children[active].textContent);
      event.preventDefault();
    } else if (event.key === "Escape" && !list.hidden) {
      close();
      event.preventDefault();
    }
  });
  box.addEventListener("blur", close);
}());
