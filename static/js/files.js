// Lists the files chosen for an upload, with their sizes, and says beforehand which are too large.

export const size = (bytes) => {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return new Intl.NumberFormat(document.documentElement.lang, {
    style: "unit",
    unit: units[unit],
    unitDisplay: "short",
    maximumFractionDigits: unit > 1 ? 1 : 0,
  }).format(value);
};

const row = (file, input) => {
  const item = document.createElement("li");
  item.className = "cn-files__item";
  const name = document.createElement("span");
  name.textContent = file.name;
  const note = document.createElement("span");
  note.className = "cn-files__size";
  note.textContent = size(file.size);
  const most = Number(input.dataset.maxBytes);
  if (most && file.size > most) {
    item.classList.add("cn-files__item--wrong");
    note.textContent += ` – ${input.dataset.tooLarge}`;
  }
  item.append(name, note);
  return item;
};

const watch = (input) => {
  if (input.dataset.watched) return;
  input.dataset.watched = "true";
  const holder = document.createElement("div");
  holder.setAttribute("aria-live", "polite");
  input.after(holder);
  input.addEventListener("change", () => {
    holder.replaceChildren();
    if (!input.files.length) return;
    const list = document.createElement("ul");
    list.className = "cn-files";
    if (input.dataset.chosen) list.setAttribute("aria-label", input.dataset.chosen);
    list.append(...[...input.files].map((file) => row(file, input)));
    holder.append(list);
    const most = Number(input.dataset.maxFiles);
    if (most && input.files.length > most) {
      const warning = document.createElement("p");
      warning.className = "govuk-error-message";
      warning.textContent = input.dataset.tooMany;
      holder.append(warning);
    }
  });
};

export const start = (root) => root.querySelectorAll("input[type=file][data-files]:not([data-upload])").forEach(watch);
