// Comfort for readers with JavaScript. Every page works without it.
"use strict";

const keys = [
  ["j", "next item", () => step(1)],
  ["k", "previous item", () => step(-1)],
  ["o", "open the item", openItem],
  ["f", "fold or unfold everything", foldAll],
  ["/", "search", () => document.querySelector("input[type=search]")?.select()],
  ["?", "these keys", showKeys],
];

/** What the reader chose. The browser keeps it; one that keeps nothing forgets it with the page. */
const chosen = (() => {
  try {
    return localStorage ?? {};
  } catch {
    return {};
  }
})();

document.addEventListener("keydown", event => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || chosen.keys === "off" || event.ctrlKey || event.metaKey || event.altKey)
    return;
  const known = keys.find(([key]) => key === event.key);
  if (!known)
    return;
  event.preventDefault();
  known[2]();
});

/** Moves the mark among the items that are shown: hits, patches, files, mails. */
function step(by) {
  const items = [...document.querySelectorAll("[data-item]")].filter(item => item.checkVisibility());
  if (items.length === 0)
    return;
  const at = items.findIndex(item => item.classList.contains("here"));
  const next = at < 0 ? (by > 0 ? 0 : items.length - 1) : Math.min(Math.max(at + by, 0), items.length - 1);
  items[at]?.classList.remove("here");
  items[next].classList.add("here");
  (items[next].querySelector("a[href], summary") ?? items[next]).focus({ preventScroll: true });
  items[next].scrollIntoView({ block: "nearest" });
}

/** Follows the first link of the marked item, or folds it: a file begins with its fold. */
function openItem() {
  document.querySelector("[data-item].here")?.querySelector("a[href], summary")?.click();
}

function foldAll() {
  const all = [...document.querySelectorAll("main details")];
  const open = !all.some(one => one.open);
  for (const one of all)
    one.open = open;
}

function showKeys() {
  const open = document.querySelector("dialog.keys");
  if (open) {
    open.close();
    return;
  }
  const dialog = element("dialog", { className: "keys" });
  dialog.setAttribute("aria-label", "Keys");
  const list = element("dl");
  for (const [key, what] of keys)
    list.append(element("dt", {}, element("kbd", {}, key)), element("dd", {}, what));
  // Speech input types letters (WCAG 2.1.4).
  const on = element("input", { type: "checkbox", checked: chosen.keys !== "off" });
  on.addEventListener("change", () => (chosen.keys = on.checked ? "on" : "off"));
  const close = element("button", { type: "button", autofocus: true }, "Close");
  close.addEventListener("click", () => dialog.close());
  dialog.append(list, element("p", {}, element("label", {}, on, " These keys are on")), close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

const keysButton = element("button", { type: "button" }, "Keys");
keysButton.addEventListener("click", showKeys);
document.querySelector("footer").append(keysButton);

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** A button that copies the command beside it. */
for (const command of document.querySelectorAll("pre.copy")) {
  const button = element("button", { type: "button", className: "copy" });
  const what = command.getAttribute("aria-label");
  // Screen readers say the label and not the text.
  const say = text => {
    button.textContent = text;
    button.setAttribute("aria-label", `${text}: ${what}`);
  };
  say("Copy");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(command.textContent);
      say("Copied");
    } catch {
      getSelection().selectAllChildren(command);
      say("Selected");
    }
    setTimeout(() => say("Copy"), 2000);
  });
  command.before(button);
}

/** A text without escapes, or as it is if a percent sign in it escapes nothing. */
function unescaped(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A fold that holds the part the address names is opened, so that the browser can show it. */
function openTarget() {
  const target = location.hash.length > 1 && document.getElementById(unescaped(location.hash.slice(1)));
  for (let fold = target && target.closest("details"); fold; fold = fold.parentElement.closest("details"))
    fold.open = true;
  if (target)
    target.scrollIntoView();
}
addEventListener("hashchange", openTarget);
openTarget();

/**
 * Shows new content. What has the focus keeps it, and the marked item stays marked. A trouble that lasts is no alert
 * again, since a screen reader would say it each time.
 */
function renewContent(live, fresh) {
  const known = new Set([...live.querySelectorAll(".error")].map(error => error.textContent));
  for (const alert of fresh.querySelectorAll("[role=alert]"))
    if (known.has(alert.textContent))
      alert.removeAttribute("role");
  const like = one => one.cloneNode().outerHTML;
  const focused = live.contains(document.activeElement) && document.activeElement;
  // Several items may have the same link.
  const around = focused && focused !== live && focused.parentElement.closest("[id]");
  const here = live.querySelector(".here[id]");
  live.replaceChildren(...fresh.childNodes);
  if (around)
    [...(document.getElementById(around.id) ?? live).querySelectorAll(focused.localName)]
      .find(one => like(one) === like(focused))
      ?.focus({ preventScroll: true });
  if (here)
    document.getElementById(here.id)?.classList.add("here");
}

/**
 * An element with data-live is asked for anew: its page, each so many seconds, with the ETag of what is shown; or, with
 * data-stream, when the server says so. A button pauses it.
 */
for (const live of document.querySelectorAll("[data-live]")) {
  let paused = false;
  let tag = null;
  const button = element("button", { type: "button" }, "Pause");
  const said = element("span", { className: "quiet" });
  said.setAttribute("role", "status");
  live.before(element("p", { className: "live" }, button, " ", said));
  button.addEventListener("click", () => {
    paused = !paused;
    button.textContent = paused ? "Go on" : "Pause";
    if (!paused)
      renew();
  });

  async function renew() {
    if (paused || document.hidden)
      return;
    try {
      // The status is JSON for whoever does not ask for a page.
      const headers = { Accept: "text/html", ...(tag && { "If-None-Match": tag }) };
      const answer = await fetch(location.href, { headers, cache: "no-store" });
      said.textContent = answer.ok || answer.status === 304 ? "" : `The server answered ${answer.status}.`;
      if (answer.status !== 200)
        return;
      tag = answer.headers.get("ETag");
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(live.id);
      if (fresh)
        renewContent(live, fresh);
    } catch {
      said.textContent = "The server does not answer.";
    }
  }

  const askEach = () => setInterval(renew, Number(live.dataset.live) * 1000);
  if (live.dataset.stream) {
    const stream = new EventSource(live.dataset.stream);
    stream.addEventListener("message", renew);
    // The browser tries again by itself, unless the server refused.
    stream.addEventListener("error", () => stream.readyState === EventSource.CLOSED && askEach());
  } else {
    askEach();
  }
  document.addEventListener("visibilitychange", renew);
}
