// The search in a site that opens from files: all words, accents and case folded, the last as the beginning of one. Nothing is fetched: the
// index came as scripts. Words of documents are put in as text, never as markup.
"use strict";
(() => {
  const MOST = 50;
  const place = document.querySelector("[data-search]");
  const shards = self.RELAZIONE_SEARCH;
  if (!place || !Array.isArray(shards)) return;
  const field = place.querySelector("input");
  const count = place.querySelector("[data-count]");
  const list = place.querySelector("[data-found]");

  // As the server does: no case, no accents; dotless and dotted i are i.
  const fold = (text) =>
    text.replace(/[ıİ]/g, "i").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const wordsOf = (text) => fold(text).match(/[\p{L}\p{N}_]+/gu) || [];
  let ready = null;
  const index = () => {
    if (!ready)
      ready = shards.flat().map((entry) => ({
        entry,
        own: " " + wordsOf(entry[1]).join(" ") + " ",
        all: " " + wordsOf(entry.slice(1).join(" ")).join(" ") + " ",
      }));
    return ready;
  };

  const search = (text) => {
    const words = wordsOf(text).map((word) => " " + word + " ");
    if (!words.length) return [];
    words.push(words.pop().trimEnd());
    const found = index().filter((one) => words.every((word) => one.all.includes(word)));
    // What bears all the words itself comes before what is about them.
    const own = (one) => words.every((word) => one.own.includes(word));
    return [...found.filter(own), ...found.filter((one) => !own(one))].map((one) => one.entry);
  };

  const item = ([href, label, beside, kind]) => {
    const line = document.createElement("li");
    const link = document.createElement("a");
    const words = document.createElement("bdi");
    const meta = document.createElement("span");
    link.setAttribute("href", href);
    words.textContent = label;
    meta.className = "meta";
    meta.textContent = [kind || "document", kind ? "" : beside].filter(Boolean).join(", ");
    link.append(words);
    line.append(link, " ", meta);
    return line;
  };

  const show = () => {
    const found = search(field.value);
    list.replaceChildren(...found.slice(0, MOST).map(item));
    const told = found.length.toLocaleString("en") + (found.length === 1 ? " result" : " results");
    if (!wordsOf(field.value).length) count.textContent = "";
    else if (!found.length) count.textContent = "Nothing has all these words. Fewer words find more.";
    else if (found.length > MOST) count.textContent = `${told}, the first ${MOST} of them below; more words find fewer.`;
    else count.textContent = `${told}.`;
  };

  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 80);
  });
  // Whoever comes back from a result finds the words still there, and an address may bring them.
  self.addEventListener("pageshow", () => {
    const asked = new URLSearchParams(location.search).get("q");
    if (!field.value && asked) field.value = asked.slice(0, 200);
    if (field.value) show();
  });
  place.hidden = false;
  document.querySelector("[data-without]").hidden = true;
})();
