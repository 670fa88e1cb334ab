// Keys of the queue: j and k move, one key an outcome. They rest in fields, with modifiers, and when turned off.

const STORED = "queue-keys";

const inField = (target) => target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]") !== null;

const follow = (selector) => {
  const found = document.querySelector(selector);
  if (!found) return false;
  found.click();
  return true;
};

const tick = () => {
  const box = document.querySelector("tr[aria-current] input[name=complaint]");
  if (!box) return false;
  box.checked = !box.checked;
  return true;
};

// Whoever only looked the keys up goes on where they were.
let left = 0;
const showOrHide = (list) => {
  const summary = list.querySelector("summary");
  list.open = !list.open;
  if (list.open) {
    left = window.scrollY;
    summary.focus();
  } else {
    summary.blur();
    window.scrollTo(0, left);
  }
};

const press = (key, list) => {
  if (key === "?") {
    showOrHide(list);
    return true;
  }
  if (key === "j") return follow("#preview [data-next]") || (!document.querySelector("#preview") && follow("[data-look]"));
  if (key === "k") return follow("#preview [data-previous]");
  if (key === "s") return tick();
  if (key === "Enter") return document.activeElement === document.body && follow("#preview [data-open]");
  return /^[a-z]$/.test(key) && follow(`#preview [data-key="${key}"]`);
};

export const start = (root) => {
  const panel = root.querySelector("[data-queue-keys]");
  if (!panel || panel.dataset.started) return;
  panel.dataset.started = "yes";
  panel.hidden = false;
  const list = panel.querySelector("details");
  const on = panel.querySelector("#keys-on");
  on.checked = localStorage.getItem(STORED) !== "off";
  on.addEventListener("change", () => localStorage.setItem(STORED, on.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    if (!on.checked || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target instanceof Element && inField(event.target)) return;
    if (press(event.key, list)) event.preventDefault();
  });
};
