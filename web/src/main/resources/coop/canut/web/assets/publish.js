// Keeps what is typed a moment after the last key, and brings what follows from it: the preview, the pay on its scale, the cost.
import { localize } from "./canut.js";

const WAIT = 800;
const form = document.getElementById("draft");
const trouble = document.getElementById("trouble");
let timer = 0;
let busy = false;
let typed = false;
let next = null;
let leaving = null;

function soon() {
  typed = true;
  clearTimeout(timer);
  timer = setTimeout(() => send("what"), WAIT);
}

function body(pressed) {
  const data = new FormData(form);
  data.delete("file");
  data.set("do", pressed);
  return data;
}

async function send(pressed) {
  clearTimeout(timer);
  if (busy) {
    next = pressed;
    return;
  }
  busy = true;
  typed = false;
  try {
    const response = await fetch(form.getAttribute("action"), { method: "POST", body: body(pressed), headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!page.getElementById("draft")) throw new Error(response.status);
    show(page);
    trouble.hidden = true;
  } catch {
    typed = true;
    trouble.hidden = false;
  }
  busy = false;
  if (leaving) {
    form.requestSubmit(leaving);
  } else if (next) {
    const waiting = next;
    next = null;
    send(waiting);
  }
}

function show(page) {
  const focused = document.activeElement?.id;
  for (const part of form.querySelectorAll("[data-part]")) {
    const fresh = page.getElementById(part.id);
    if (fresh && fresh.innerHTML !== part.innerHTML) part.replaceChildren(...fresh.childNodes);
  }
  localize(form);
  if (focused && focused !== document.activeElement?.id) document.getElementById(focused)?.focus({ preventScroll: true });
  document.getElementById("row").value = page.getElementById("row").value;
  document.querySelector("h1").textContent = page.querySelector("h1").textContent;
  for (const field of form.querySelectorAll("input[id], select, textarea")) refresh(field, page);
}

// What is wrong with a field is told when it is left, and gone as soon as it is right.
function refresh(field, page) {
  const other = page.getElementById(field.id);
  if (!other || field.type === "hidden") return;
  const label = field.labels?.[0];
  if (label && !label.contains(field)) label.textContent = other.labels[0].textContent;
  if (field === document.activeElement && !field.hasAttribute("aria-invalid")) return;
  document.getElementById(field.id + "-fault")?.remove();
  const fault = page.getElementById(field.id + "-fault");
  if (fault) field.after(fault);
  for (const name of ["aria-invalid", "aria-describedby"]) {
    if (other.hasAttribute(name)) field.setAttribute(name, other.getAttribute(name));
    else field.removeAttribute(name);
  }
  if (field.tagName === "SELECT" && field !== document.activeElement && field.innerHTML !== other.innerHTML) {
    const chosen = field.value;
    field.innerHTML = other.innerHTML;
    field.value = chosen;
    if (field.selectedIndex < 0) field.value = other.value;
  }
}

form.addEventListener("input", event => {
  if (event.target.name === "try") send("try");
  else if (event.target.type !== "file") soon();
});
form.addEventListener("change", event => {
  if (event.target.type === "file" && event.target.files.length) form.requestSubmit(document.getElementById("do-upload"));
});
form.addEventListener("submit", event => {
  const button = event.submitter;
  if (!button || button.tabIndex < 0 || button.closest("#preview")) {
    event.preventDefault();
    event.stopPropagation();
    send(button?.value ?? "what");
  } else if (busy) {
    // What is on its way must not come after what is newer.
    event.preventDefault();
    event.stopPropagation();
    leaving = button;
  } else {
    clearTimeout(timer);
    typed = false;
  }
});
window.addEventListener("pagehide", () => {
  if (typed) fetch(form.getAttribute("action"), { method: "POST", body: body("what"), keepalive: true });
});
