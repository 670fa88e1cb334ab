// Turns a long select into a field to type in (accessible-autocomplete); the select stays what is sent.

export const start = (root) => {
  const enhance = window.accessibleAutocomplete?.enhanceSelectElement;
  if (!enhance) return;
  root.querySelectorAll("select[data-autocomplete]").forEach((select) => {
    enhance({
      selectElement: select,
      defaultValue: select.selectedOptions[0]?.value ? undefined : "",
      showAllValues: true,
      dropdownArrow: () => "",
      tNoResults: () => select.dataset.noResults || "",
    });
  });
};
