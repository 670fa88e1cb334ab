// Boxes on pictures: drawn, moved and sized by mouse, touch and keyboard. The rows of numbers below stay the truth;
// without this script they are all there is.

const NAMESPACE = "http://www.w3.org/2000/svg";
const EDGES = ["left", "top", "width", "height"];
const STEP = 0.5; // per cent an arrow key moves

const make = (name, className) => {
  const element = document.createElementNS(NAMESPACE, name);
  element.setAttribute("class", className);
  return element;
};

class Editor {
  constructor(form) {
    this.form = form;
    this.rows = form.querySelector("[data-box-rows]");
    this.empty = form.querySelector("template[data-box-empty]");
    this.total = form.querySelector("[name=box-TOTAL_FORMS]");
    this.pages = new Map([...form.querySelectorAll("svg[data-page]")].map((svg) => [svg.dataset.page, svg]));
    form.querySelector("[data-boxes-help]").hidden = false;
    this.finger = form.querySelector("[data-boxes-finger]");
    this.finger.hidden = !matchMedia("(any-pointer: coarse)").matches;
    this.finger.addEventListener("click", () => {
      const on = form.classList.toggle("cn-boxes--finger");
      this.finger.setAttribute("aria-pressed", String(on));
    });
    for (const svg of this.pages.values()) {
      svg.classList.add("cn-boxes__page--live");
      svg.querySelectorAll(".cn-box:not(.cn-box--shade)").forEach((box) => box.remove());
      svg.querySelectorAll(".cn-box--shade").forEach((shade) => this.enliven(shade, svg));
      svg.addEventListener("pointerdown", (event) => this.draw(event, svg));
    }
    this.rows.querySelectorAll("[data-box-row]").forEach((row) => this.show(row));
    this.rows.addEventListener("input", (event) => this.show(event.target.closest("[data-box-row]")));
  }

  field(row, name) {
    return row.querySelector(`[name$="-${name}"]`);
  }

  numbers(row) {
    const found = EDGES.map((edge) => this.field(row, edge).value.trim().replace(",", "."));
    return found.some((value) => value === "" || Number.isNaN(Number(value))) ? null : found.map(Number);
  }

  write(row, [left, top, width, height]) {
    const wide = Math.min(100, Math.max(0.5, width));
    const high = Math.min(100, Math.max(0.5, height));
    const values = [Math.min(100 - wide, Math.max(0, left)), Math.min(100 - high, Math.max(0, top)), wide, high];
    EDGES.forEach((edge, at) => {
      this.field(row, edge).value = String(Math.round(values[at] * 100) / 100);
    });
    this.show(row);
  }

  // Bring the drawn box of a row in line with its numbers.
  show(row) {
    if (!row) return;
    const numbers = this.numbers(row);
    const svg = this.pages.get(this.field(row, "page").value || "1");
    const removed = this.field(row, "DELETE")?.checked;
    if (row.box && (!numbers || !svg || removed || row.box.ownerSVGElement !== svg)) {
      row.box.remove();
      row.box = null;
    }
    if (!numbers || !svg || removed) return;
    row.box ??= this.build(row, svg);
    const { width: across, height: down } = svg.viewBox.baseVal;
    const [left, top, width, height] = numbers;
    const [x, y, w, h] = [(left * across) / 100, (top * down) / 100, (width * across) / 100, (height * down) / 100];
    const [area, number, corner] = row.box.children;
    for (const [name, value] of Object.entries({ x, y, width: w, height: h })) area.setAttribute(name, value);
    number.setAttribute("font-size", Math.max(across, down) / 30);
    number.setAttribute("x", x);
    number.setAttribute("y", y);
    const grip = Math.max(across, down) / 60;
    for (const [name, value] of Object.entries({ x: x + w - grip / 2, y: y + h - grip / 2, width: grip, height: grip })) {
      corner.setAttribute(name, value);
    }
  }

  build(row, svg) {
    const box = make("g", "cn-box cn-box--live");
    box.setAttribute("tabindex", "0");
    box.setAttribute("role", "img");
    box.setAttribute("aria-label", `${svg.dataset.label} ${row.dataset.boxRow}`);
    const number = make("text", "cn-box__number");
    number.textContent = row.dataset.boxRow;
    const corner = make("rect", "cn-box__corner");
    box.append(make("rect", "cn-box__area"), number, corner);
    box.addEventListener("keydown", (event) => this.press(event, row));
    box.addEventListener("pointerdown", (event) => {
      event.stopPropagation();
      box.focus();
      this.drag(event, svg, row, event.target === corner);
    });
    svg.append(box);
    return box;
  }

  // Where a thing of a film is, as its boxes on other frames say: moved, it becomes a box of its own.
  enliven(shade, svg) {
    const area = shade.firstElementChild;
    shade.setAttribute("tabindex", "0");
    shade.setAttribute("role", "img");
    shade.setAttribute("aria-label", `${svg.dataset.label} ${shade.dataset.subject}`);
    const settle = () => {
      const { width: across, height: down } = svg.viewBox.baseVal;
      const sides = [across, down, across, down];
      const numbers = ["x", "y", "width", "height"].map((name, at) => (area.getAttribute(name) / sides[at]) * 100);
      const row = this.add(svg);
      this.field(row, "subject").value = shade.dataset.subject;
      this.field(row, "kind").value = shade.dataset.kind;
      shade.remove();
      this.write(row, numbers);
      row.box.focus();
      return row;
    };
    shade.addEventListener("keydown", (event) => {
      if (event.key.startsWith("Arrow")) this.press(event, settle());
    });
    shade.addEventListener("pointerdown", (event) => {
      event.stopPropagation();
      this.drag(event, svg, settle(), false);
    });
  }

  press(event, row) {
    const [left, top, width, height] = this.numbers(row);
    const moves = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
    if (event.key === "Delete" || event.key === "Backspace") {
      this.field(row, "DELETE").checked = true;
      this.show(row);
      this.field(row, "DELETE").focus();
    } else if (event.key in moves) {
      const [x, y] = moves[event.key];
      this.write(row, event.shiftKey ? [left, top, width + x, height + y] : [left + x, top + y, width, height]);
    } else return;
    event.preventDefault();
  }

  place(event, svg) {
    const held = svg.getBoundingClientRect();
    return [((event.clientX - held.left) / held.width) * 100, ((event.clientY - held.top) / held.height) * 100];
  }

  drag(event, svg, row, sizing) {
    const [startX, startY] = this.place(event, svg);
    const [left, top, width, height] = this.numbers(row);
    this.follow(event, svg, (x, y) => {
      const [across, down] = [x - startX, y - startY];
      this.write(row, sizing ? [left, top, width + across, height + down] : [left + across, top + down, width, height]);
    });
  }

  // A finger scrolls the page until it was said that it draws; a mouse and a pen draw at once.
  draw(event, svg) {
    if (event.button !== 0 || (event.pointerType === "touch" && !this.form.matches(".cn-boxes--finger"))) return;
    const [startX, startY] = this.place(event, svg);
    let row = null;
    this.follow(event, svg, (x, y) => {
      const [wide, high] = [Math.abs(x - startX), Math.abs(y - startY)];
      if (!row && wide < 1 && high < 1) return;
      row ??= this.add(svg);
      this.write(row, [Math.min(x, startX), Math.min(y, startY), wide, high]);
    });
  }

  follow(event, svg, move) {
    event.preventDefault();
    svg.setPointerCapture(event.pointerId);
    const moved = (next) => {
      const [x, y] = this.place(next, svg);
      move(Math.min(100, Math.max(0, x)), Math.min(100, Math.max(0, y)));
    };
    const done = () => {
      svg.removeEventListener("pointermove", moved);
      svg.removeEventListener("pointerup", done);
      svg.removeEventListener("pointercancel", done);
    };
    svg.addEventListener("pointermove", moved);
    svg.addEventListener("pointerup", done);
    svg.addEventListener("pointercancel", done);
  }

  // The first row that holds nothing, or a new one.
  add(svg) {
    const free = [...this.rows.querySelectorAll("[data-box-row]")].find((row) =>
      EDGES.every((edge) => this.field(row, edge).value.trim() === ""),
    );
    const row = free ?? this.append();
    this.field(row, "page").value = svg.dataset.page;
    return row;
  }

  append() {
    const at = Number(this.total.value);
    const holder = document.createElement("div");
    holder.innerHTML = this.empty.innerHTML.replaceAll("__prefix__", at).replaceAll("__number__", at + 1);
    const row = holder.firstElementChild;
    this.rows.append(row);
    this.total.value = String(at + 1);
    return row;
  }
}

export const start = (root) => root.querySelectorAll("form[data-boxes]").forEach((form) => new Editor(form));
