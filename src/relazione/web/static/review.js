// The review by keys, and without a full reload after each decision. Everything here presses buttons and follows links that are on the page,
// and works without this script as well. A key is that of the first element with data-key; keys do nothing while somebody types.
"use strict";
(() => {
  const OFF = "relazione-keys-off";
  let busy = false;
  let shown = location.pathname + location.search;

  const off = () => { try { return localStorage.getItem(OFF) === "1"; } catch { return false; } };
  const typing = (node) => node instanceof Element && node.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
  const review = () => document.querySelector("[data-review]");

  function tell(words) {
    const place = document.querySelector(".done") || document.querySelector(".review-head");
    if (!place) return;
    const line = place.matches(".done") ? place : place.appendChild(document.createElement("p"));
    line.className = "done trouble";
    line.setAttribute("role", "alert");
    line.textContent = words;
  }

  // Fetches a page and puts its content in the place of this one's. An answer that is no page of the review is opened as a page.
  async function go(address, options, back) {
    if (busy) return;
    busy = true;
    document.documentElement.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { credentials: "same-origin", cache: "no-store", ...options });
      const landed = new URL(answer.url);
      const text = await answer.text();
      const page = new DOMParser().parseFromString(text, "text/html");
      const content = page.getElementById("main");
      const isOurs = landed.origin === location.origin && landed.pathname.startsWith("/review");
      if (!content || !isOurs || !(answer.headers.get("content-type") || "").startsWith("text/html")) {
        if (!options) location.assign(address);
        else if (answer.redirected) location.assign(landed);
        else tell(`The server answered with ${answer.status}: it is not known whether this was saved. Look again before you go on.`);
        return;
      }
      document.getElementById("main").replaceWith(document.adoptNode(content));
      document.title = page.title;
      const data = document.querySelector(".bottom"), other = page.querySelector(".bottom");
      if (data && other) data.replaceWith(document.adoptNode(other));
      const moved = !options || answer.redirected;
      if (moved && !back) history.pushState(null, "", landed);
      if (moved) shown = location.pathname + location.search;
      const mark = landed.hash && document.getElementById(landed.hash.slice(1));
      const first = document.querySelector("[aria-invalid=true]") || mark || document.getElementById("claim");
      if (!back) window.scrollTo(0, 0);
      if (first) first.focus({ preventScroll: !first.matches("[aria-invalid=true]") });
      settle();
    } catch {
      tell("The server did not answer: it is not known whether this was saved. What you typed is still here; the same key sends it again.");
    } finally {
      busy = false;
      document.documentElement.removeAttribute("aria-busy");
    }
  }

  // What was brought into view: the line of the queue that is shown, and the switch for the keys.
  function settle() {
    const line = document.querySelector(".lines [aria-current]");
    const box = line && line.closest(".lines");
    if (box) box.scrollTop = Math.max(0, line.offsetTop - box.offsetTop - box.clientHeight / 3);
    for (const button of document.querySelectorAll("[data-keys]")) {
      button.hidden = false;
      button.textContent = off() ? "Turn the keys on" : "Turn the keys off";
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!review() || !form.closest("#main")) return;
    event.preventDefault();
    const values = new URLSearchParams(new FormData(form, event.submitter));
    if (form.method === "post") {
      go(form.action, { method: "POST", body: values });
    } else {
      const address = new URL(form.action);
      address.search = new URLSearchParams([...values].filter(([, value]) => value));
      go(address);
    }
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-keys]");
    if (button) {
      try { localStorage.setItem(OFF, off() ? "0" : "1"); } catch { /* the browser keeps nothing */ }
      settle();
      return;
    }
    const link = event.target.closest("#main a[href]");
    if (!link || !review() || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const address = new URL(link.href);
    if (address.origin !== location.origin || !address.pathname.startsWith("/review") || address.pathname.endsWith(".json")) return;
    if (address.hash && address.pathname + address.search === location.pathname + location.search) return;
    event.preventDefault();
    go(address);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && typing(event.target)) {
      event.target.blur();
      return;
    }
    if (off() && event.key !== "?") return;
    if (typing(event.target) || event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !review()) return;
    if (event.key.length !== 1 || event.key === '"' || event.key === "\\") return;
    const found = document.querySelector(`[data-key="${event.key.toLowerCase()}"]`);
    if (!found) return;
    event.preventDefault();
    if (found.matches("textarea")) found.focus();
    else found.click();
    if (found.matches("summary")) found.scrollIntoView({ block: "nearest" });
  });

  window.addEventListener("popstate", () => {
    if (location.pathname + location.search === shown) return; // only the mark behind "#" is another
    if (busy || !review()) location.reload();
    else go(location.href, undefined, true);
  });
  settle();
})();
