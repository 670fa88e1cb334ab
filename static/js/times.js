// Shows moments in the reader's own zone; the server's words, with their zone, stay as the title.

const form = new Intl.DateTimeFormat(document.documentElement.lang || "en", {
  dateStyle: "long",
  timeStyle: "short",
});

export const start = (root = document) => {
  root.querySelectorAll("time[data-local]").forEach((time) => {
    const moment = new Date(time.dateTime);
    if (Number.isNaN(moment.getTime())) return;
    time.title = time.textContent;
    time.textContent = form.format(moment);
    time.removeAttribute("data-local");
  });
};
