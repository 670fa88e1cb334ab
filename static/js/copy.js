// Copy buttons for digests, and copy, print and download for the receipt code.

const copied = (button, words) => {
  const before = button.textContent;
  button.textContent = words;
  setTimeout(() => {
    button.textContent = before;
  }, 2500);
};

const addCopyButton = (holder) => {
  if (holder.querySelector(".cn-copy")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "cn-copy";
  button.textContent = holder.dataset.copyLabel;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(holder.dataset.copy);
    copied(button, holder.dataset.copiedLabel);
  });
  holder.append(button);
};

const download = (name, text) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${text}\n`], { type: "text/plain;charset=utf-8" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
};

const startCode = (panel) => {
  panel.hidden = false;
  panel.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    const action = button?.dataset.action;
    if (action === "copy") {
      await navigator.clipboard.writeText(panel.dataset.code);
      copied(button, button.dataset.done);
    }
    if (action === "print") window.print();
    if (action === "download") download(panel.dataset.filename, panel.dataset.text);
  });
};

export const start = (root) => {
  if (navigator.clipboard) root.querySelectorAll("[data-copy]").forEach(addCopyButton);
  root.querySelectorAll(".cn-code__actions").forEach(startCode);
};
