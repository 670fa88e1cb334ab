// Starts what makes pages nicer; every page works without any of it.

const here = document.querySelector("script[data-govuk]");
const address = (name) => new URL(here.dataset[name], document.baseURI).href;

// Module of ours → what on the page asks for it. Their addresses stand on the script element, because static
// files carry a digest in their names.
const enhancements = {
  copy: "[data-copy], .cn-code__actions",
  files: "input[type=file][data-files]:not([data-upload])",
  resumable: "input[type=file][data-upload]",
  verify: "form[data-verify]",
  boxes: "form[data-boxes]",
  times: "time[data-local]",
  autocomplete: "select[data-autocomplete]",
  proof: "input[data-proof]",
  timeout: ".cn-timeout",
  queue: "[data-queue-keys]",
};

const enhance = (root) =>
  Object.entries(enhancements)
    .filter(([, selector]) => root.querySelector(selector))
    .map(([name]) => import(address(name)).then((module) => module.start(root)));

// htmx starts by itself only while the document loads or once it is complete, so it is asked for when it is.
const loadHtmx = () => {
  if (!document.querySelector("[hx-get], [hx-post]")) return;
  const script = document.createElement("script");
  script.src = address("htmx");
  document.head.append(script);
  document.body.addEventListener("htmx:afterSwap", (event) => enhance(event.target.parentElement ?? document));
};

document.body.classList.add("js-enabled", "govuk-frontend-supported");
import(address("govuk")).then(({ initAll }) => initAll());
enhance(document);
if (document.readyState === "complete") loadHtmx();
else window.addEventListener("load", loadHtmx);
