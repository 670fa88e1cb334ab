// Works out the SHA-256 of a chosen file in the browser and sends that alone; large files go to the server, as without script.

const LARGEST = 1_000_000_000;

const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const watch = (form) =>
  form.addEventListener("submit", async (event) => {
    const [file] = form.elements.file.files;
    if (!file || file.size > LARGEST) return;
    event.preventDefault();
    const note = document.createElement("p");
    note.className = "govuk-body";
    note.setAttribute("role", "status");
    note.textContent = form.dataset.busy;
    form.append(note);
    try {
      form.elements.sha256.value = hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
      form.elements.file.value = "";
    } finally {
      // Whatever went wrong here, the server can do it as well.
      form.submit();
    }
  });

export const start = (root) => {
  if (window.crypto?.subtle) root.querySelectorAll("form[data-verify]").forEach(watch);
};
