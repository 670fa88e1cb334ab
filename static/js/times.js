// Shows moments in the reader's own zone; the server's words, with their zone, stay as the title.

// English pages are written in British English, and so are their dates.
const language = document.documentElement.lang || "en";
const form = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
  dateStyle: "long",
  timeStyle: "short",
});

export const start = (root) => {
  root.querySelectorAll("time[data-local]").forEach((time) => {
    const moment = new Date(time.dateTime);
    if (Number.isNaN(moment.getTime())) return;
    time.title = time.textContent;
    time.textContent = form.format(moment);
    time.removeAttribute("data-local");
  });
};
