// Warns before a filing is forgotten by this browser for want of activity. What was saved stays kept, and the warning
// says so; going on renews the time without leaving the page.

const MINUTE = 60_000;

export const start = (root) => {
  const box = root.querySelector(".cn-timeout");
  const { minutes, before, alive, over } = box.dataset;
  let timers = [];

  const arm = () => {
    timers.forEach(clearTimeout);
    box.hidden = true;
    timers = [
      setTimeout(() => {
        box.hidden = false;
        box.querySelector("h2").focus();
      }, (minutes - before) * MINUTE),
      setTimeout(() => window.location.replace(over), minutes * MINUTE),
    ];
  };

  box.querySelector("button").addEventListener("click", async () => {
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    const answer = await fetch(alive, { method: "POST", headers: { "X-CSRFToken": token } });
    if (answer.ok) arm();
    else window.location.replace(over);
  });
  arm();
};
