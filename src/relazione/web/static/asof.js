// The slider of a pair's page: shows the year while it slides, and puts the page of that year in place of this one's moving parts.
// Without it the slider's button asks for the same page.
"use strict";
(() => {
  const slider = document.getElementById("year");
  const main = document.getElementById("main");
  if (!slider || !main || !window.fetch || !window.history.pushState) return;
  const shown = document.getElementById("year-shown");
  const box = document.getElementById("as-of");
  const button = slider.form.querySelector("button");
  const path = slider.form.getAttribute("action").split("?")[0];
  const kept = new URLSearchParams(location.search).get("known-at");
  const now = () => location.pathname + location.search;
  let here = now();
  let asked = 0;
  let waiting = 0;

  const isPresent = () => slider.value === slider.max;
  const tell = () => {
    shown.textContent = isPresent() ? "" : slider.value;
    slider.setAttribute("aria-valuetext", isPresent() ? "at present" : slider.value);
  };
  const address = () => {
    const query = new URLSearchParams();
    if (!isPresent()) query.set("as-of", slider.value.padStart(4, "0"));
    if (kept) query.set("known-at", kept);
    const text = query.toString();
    return text ? path + "?" + text : path;
  };

  // Puts the parts of another page of this pair in place of those that are here; the forms, and so the focus, stay.
  const place = (other) => {
    const come = new Map([...other.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));
    for (const part of document.querySelectorAll("[data-part]")) {
      const next = come.get(part.dataset.part);
      if (next) part.replaceWith(document.importNode(next, true));
    }
    document.title = other.title;
    const from = other.getElementById("as-of");
    if (from) box.value = from.value;
    const back = slider.closest(".asked").querySelector(".present");
    const next = other.querySelector(".asked .present");
    if (back && !next) back.remove();
    if (!back && next) document.getElementById("as-of-hint").before(document.importNode(next, true));
  };

  const load = async (url) => {
    const mine = ++asked;
    main.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, { headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const other = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine !== asked) return false;
      place(other);
      const there = other.getElementById("year");
      if (there && document.activeElement !== slider) slider.value = there.value;
      tell();
      return true;
    } catch {
      if (mine === asked) location.assign(url);
      return false;
    } finally {
      if (mine === asked) main.removeAttribute("aria-busy");
    }
  };

  slider.addEventListener("input", tell);
  slider.addEventListener("change", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const url = address();
      if (url === here) return;
      if (await load(url)) {
        history.pushState(null, "", url);
        here = now();
      }
    }, 120);
  });
  slider.form.addEventListener("submit", (event) => {
    event.preventDefault();
    slider.dispatchEvent(new Event("change"));
  });
  window.addEventListener("popstate", async () => {
    if (now() === here) return; // an anchor of this page
    here = now();
    slider.blur();
    await load(here);
  });
  button.hidden = true;
  tell();
})();
