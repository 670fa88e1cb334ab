// Sends chosen files by resumable uploads (tus): with progress, pause, and going on after a lost line or another day.

let size = String;

const RETRY = [0, 1000, 3000, 5000, 10000, 20000, 30000, 60000];
const STORE = "countenance upload ";

const library = () =>
  new Promise((resolve, reject) => {
    if (window.tus) {
      resolve(window.tus);
      return;
    }
    const script = document.createElement("script");
    script.src = document.querySelector("script[data-tus-library]").dataset.tusLibrary;
    script.addEventListener("load", () => resolve(window.tus));
    script.addEventListener("error", reject);
    document.head.append(script);
  });

// Modules bear a digest in their names, so one asks the page where another lies.
const loadSize = async () => {
  const address = document.querySelector("script[data-files]").dataset.files;
  ({ size } = await import(new URL(address, document.baseURI).href));
};

const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

// Where an unfinished upload is remembered: its address under a digest, so that a shared computer shows no file names.
const memory = {
  findAllUploads: async () => [],
  findUploadsByFingerprint: async (digest) =>
    Object.keys(localStorage)
      .filter((key) => key.startsWith(`${STORE}${digest} `))
      .map((key) => ({ ...JSON.parse(localStorage.getItem(key)), urlStorageKey: key })),
  addUpload: async (digest, { size: bytes, creationTime, uploadUrl }) => {
    const key = `${STORE}${digest} ${Date.now()}`;
    localStorage.setItem(key, JSON.stringify({ size: bytes, creationTime, uploadUrl, metadata: {} }));
    return key;
  },
  removeUpload: async (key) => localStorage.removeItem(key),
};

const fingerprint = (input) => async (file) => {
  const told = [input.dataset.upload, input.dataset.target, file.name, file.size, file.lastModified].join("\0");
  return hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(told)));
};

const button = (words, name) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "cn-upload__button";
  made.textContent = words;
  const whose = document.createElement("span");
  whose.className = "govuk-visually-hidden";
  whose.textContent = ` ${name}`;
  made.append(whose);
  return made;
};

// One file: its row on the page and its upload. States: chosen, waiting, sending, paused, done, refused.
class Sending {
  constructor(tus, input, file, changed) {
    Object.assign(this, { tus, input, file, changed, words: input.dataset, state: "chosen" });
    this.row = document.createElement("li");
    this.row.className = "cn-files__item cn-upload";
    const name = document.createElement("span");
    name.className = "cn-upload__name";
    name.textContent = file.name;
    this.bar = document.createElement("progress");
    this.bar.max = 100;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", file.name);
    this.note = document.createElement("span");
    this.note.className = "cn-upload__note";
    this.note.setAttribute("role", "status");
    this.pause = button(this.words.pause, file.name);
    this.cancel = button(this.words.cancel, file.name);
    this.pause.addEventListener("click", () => (this.state === "paused" ? this.wait() : this.rest(this.words.paused)));
    this.cancel.addEventListener("click", () => this.giveUp());
    this.pause.hidden = true;
    this.row.append(name, this.bar, this.note, this.pause, this.cancel);
    this.say(size(file.size));
    if (Number(this.words.maxBytes) && file.size > Number(this.words.maxBytes)) this.refuse(this.words.tooLarge);
  }

  say(words) {
    if (this.note.textContent !== words) this.note.textContent = words;
  }

  wait() {
    this.state = "waiting";
    this.pause.hidden = false;
    this.pause.firstChild.data = this.words.pause;
    this.say(this.words.waiting);
    this.changed();
  }

  rest(words) {
    this.upload?.abort();
    this.state = "paused";
    this.pause.firstChild.data = this.words.resume;
    this.say(words);
    this.changed();
  }

  async giveUp() {
    await this.upload?.abort(true).catch(() => undefined);
    this.state = "refused";
    this.row.remove();
    this.changed();
  }

  refuse(words) {
    this.state = "refused";
    this.row.classList.add("cn-files__item--wrong");
    this.bar.remove();
    this.pause.remove();
    this.cancel.remove();
    this.say(words);
    this.changed();
  }

  async send() {
    this.state = "sending";
    this.say(`${this.words.sending} ${size(this.file.size)}`);
    const form = this.input.form;
    const headers = { "X-CSRFToken": form?.elements.csrfmiddlewaretoken?.value ?? "" };
    if (this.words.ticket) headers["Upload-Ticket"] = this.words.ticket;
    const told = { filename: this.file.name };
    if (this.words.complaint) told.complaint = this.words.complaint;
    for (const field of ["description", "title", "captured_at"]) {
      if (form?.elements[field]?.value) told[field] = form.elements[field].value;
    }
    this.upload = new this.tus.Upload(this.file, {
      endpoint: this.words.upload,
      retryDelays: RETRY,
      headers,
      metadata: told,
      fingerprint: fingerprint(this.input),
      urlStorage: memory,
      removeFingerprintOnSuccess: true,
      onProgress: (sent, all) => {
        this.bar.value = (100 * sent) / all;
      },
      onSuccess: () => {
        this.state = "done";
        this.bar.value = 100;
        this.pause.remove();
        this.cancel.remove();
        this.say(this.words.done);
        this.changed();
      },
      onError: (fault) => this.failed(fault),
    });
    const earlier = await this.upload.findPreviousUploads();
    if (earlier.length) {
      this.say(this.words.resuming);
      this.upload.resumeFromPreviousUpload(earlier[0]);
    }
    if (this.state === "sending") this.upload.start();
  }

  failed(fault) {
    const answer = fault.originalResponse;
    const status = answer?.getStatus() ?? 0;
    // Nothing was answered, or another connection still sends: it can go on from where it is.
    if (!status || status === 423 || status === 409 || status >= 500) {
      this.rest(status === 507 ? this.words.noRoom : this.words.lost);
      return;
    }
    let said = "";
    try {
      said = JSON.parse(answer.getBody()).detail;
    } catch {
      said = this.words.refused;
    }
    this.refuse(said || this.words.refused);
  }
}

const watch = (tus, input) => {
  if (input.dataset.watched) return;
  input.dataset.watched = "true";
  const form = input.form;
  const group = input.closest("[data-upload-group]");
  const list = document.createElement("ul");
  list.className = "cn-files";
  list.setAttribute("aria-label", input.dataset.chosen);
  const after = document.createElement("p");
  after.className = "govuk-body";
  after.hidden = true;
  const again = document.createElement("a");
  again.href = input.dataset.after || window.location.href.split("#")[0];
  again.textContent = input.dataset.show;
  after.append(again);
  group.append(list, after);
  const sendings = [];
  let pressed = null;
  const are = (...states) => sendings.filter(({ state }) => states.includes(state));
  const busy = () => are("waiting", "sending").length > 0;

  // What the pressed button was for, once every file is there.
  const goOn = () => {
    const button = pressed;
    pressed = null;
    if (input.dataset.after || button?.name === "add") window.location.assign(again.href);
    else form.requestSubmit(button);
  };

  const next = () => {
    if (!are("sending").length) are("waiting")[0]?.send();
    after.hidden = busy() || !are("done").length;
    if (pressed && !busy()) {
      if (are("paused").length || sendings.some(({ row, state }) => state === "refused" && row.isConnected)) pressed = null;
      else goOn();
    }
  };

  const take = (files) => {
    const held = are("chosen", "waiting", "sending", "paused", "done").length;
    [...files].forEach((file, place) => {
      const sending = new Sending(tus, input, file, next);
      sendings.push(sending);
      list.append(sending.row);
      if (Number(input.dataset.maxFiles) && held + place >= Number(input.dataset.maxFiles)) {
        sending.refuse(input.dataset.tooMany);
      }
    });
  };

  form.addEventListener("submit", (event) => {
    const open = are("chosen", "paused");
    if (!open.length && !busy() && !(are("done").length && input.dataset.after)) return;
    event.preventDefault();
    pressed = event.submitter;
    open.forEach((sending) => sending.wait());
    next();
  });
  group.querySelectorAll("input[type=file]").forEach((each) =>
    each.addEventListener("change", () => {
      take(each.files);
      // They go by themselves: the form must not send them a second time.
      each.value = "";
    }),
  );
  ["dragover", "dragleave", "drop"].forEach((kind) =>
    group.addEventListener(kind, (event) => {
      event.preventDefault();
      group.classList.toggle("cn-upload-group--over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) take(event.dataTransfer.files);
    }),
  );
  window.addEventListener("online", () => are("paused").forEach((sending) => sending.wait()));
  window.addEventListener("beforeunload", (event) => {
    if (busy()) event.preventDefault();
  });
};

export const start = async (root) => {
  const [tus] = await Promise.all([library(), loadSize()]);
  if (!tus.isSupported || !window.crypto?.subtle) return;
  root.querySelectorAll("input[type=file][data-upload]").forEach((input) => watch(tus, input));
};
