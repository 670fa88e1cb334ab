// Starts what makes pages nicer; every page works without any of it.

const start = async () => {
  const body = document.body;
  body.classList.add("js-enabled");
  if ("noModule" in HTMLScriptElement.prototype) body.classList.add("govuk-frontend-supported");

  const here = document.querySelector("script[data-govuk]");
  const beside = (name) => new URL(here.dataset[name], document.baseURI).href;
  const jobs = [import(beside("govuk")).then(({ initAll }) => initAll())];
  if (document.querySelector("[data-copy], .cn-code__actions")) {
    jobs.push(import(beside("copy")).then((module) => module.start()));
  }
  if (document.querySelector("input[type=file][data-files]")) {
    jobs.push(import(beside("files")).then((module) => module.start()));
  }
  if (document.querySelector("time[data-local]")) {
    jobs.push(import(beside("times")).then((module) => module.start()));
  }
  if (document.querySelector("select[data-autocomplete]")) {
    jobs.push(import(beside("autocomplete")).then((module) => module.start()));
  }
  await Promise.allSettled(jobs);
};

start();
