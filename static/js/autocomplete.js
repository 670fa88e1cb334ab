// Turns a long select into a field to type in (accessible-autocomplete); the select stays what is sent.

const library = () =>
  new Promise((resolve, reject) => {
    if (window.accessibleAutocomplete) {
      resolve(window.accessibleAutocomplete);
      return;
    }
    const script = document.createElement("script");
    script.src = document.querySelector("script[data-autocomplete-library]").dataset.autocompleteLibrary;
    script.addEventListener("load", () => resolve(window.accessibleAutocomplete));
    script.addEventListener("error", reject);
    document.head.append(script);
  });

const fill = (words, values) =>
  Object.entries(values).reduce((text, [name, value]) => text.replace(`%{${name}}`, value), words ?? "");

// The library shows the rest of the best match in a second, read-only input: for eyes only.
const hideGhost = (holder) =>
  new MutationObserver(() =>
    holder.querySelectorAll(".autocomplete__hint:not([aria-hidden])").forEach((ghost) => {
      ghost.setAttribute("aria-hidden", "true");
    }),
  ).observe(holder, { childList: true, subtree: true });

// What begins with the words typed comes before what merely holds them, and a country before its parts.
const ranked = (options, typed) => {
  const wanted = typed.trim().toLowerCase();
  const place = (option) => option.toLowerCase().indexOf(wanted);
  const rank = (option) => (place(option) === 0 ? option.length : 1000 + option.length);
  const found = options.filter((option) => place(option) >= 0);
  return wanted ? found.sort((one, other) => rank(one) - rank(other)) : found;
};

const enhance = (autocomplete, select) => {
  const words = select.dataset;
  const options = [...select.options].filter((option) => option.value).map((option) => option.textContent);
  autocomplete.enhanceSelectElement({
    selectElement: select,
    source: (typed, show) => show(ranked(options, typed)),
    defaultValue: select.value ? select.selectedOptions[0].textContent.trim() : "",
    showAllValues: true,
    dropdownArrow: () => "",
    autoselect: true,
    tNoResults: () => words.noResults,
    tAssistiveHint: () => words.hint,
    tStatusQueryTooShort: () => "",
    tStatusNoResults: () => words.noResults,
    tStatusSelectedOption: (option, length, index) => fill(words.selected, { option, length, index: index + 1 }),
    tStatusResults: (length) => fill(words.results, { count: length }),
  });
  hideGhost(select.parentElement);
};

export const start = async (root) => {
  const autocomplete = await library();
  root.querySelectorAll("select[data-autocomplete]").forEach((select) => enhance(autocomplete, select));
};
