// The workbench without waiting: keys, drafts that are kept at once, and the next unit at hand while this one is worked on.
// Everything here is also a form that works without it.
import { localize } from "./canut.js";

const bench = document.getElementById("bench");
const keys = document.getElementById("keys");
let unit = document.getElementById("unit");
let next;          // the following unit, or null, when it will be there
let ready = null;  // the following unit, once it is there
let pressed = 0;   // when the last key went down
let keeping;       // the timer of a draft that is to be sent

const token = () => new URLSearchParams({ _token: unit.querySelector("[name=_token]").value });
const path = claim => "/workbench/" + claim;
const elements = html => document.createRange().createContextualFragment(html);

async function post(address, fields) {
  const answer = await fetch(address, { method: "POST", body: fields, keepalive: true, headers: { "HX-Request": "true" } });
  const elsewhere = answer.headers.get("HX-Redirect");
  if (elsewhere) {
    location.assign(elsewhere);
    return new Promise(() => {});
  }
  return answer;
}

// The next unit with its images decoded, so that showing it takes one frame; and how the sitting stands now.
async function bring(after) {
  const answer = await post(path(after) + "/next", token());
  if (!answer.ok) {
    return null;
  }
  const came = elements(await answer.text());
  const found = came.querySelector("#unit");
  document.getElementById("sitting").replaceChildren(came.querySelector(".sitting"));
  localize(bench);
  await Promise.all([...(found?.querySelectorAll("img") ?? [])].map(image => image.decode().catch(() => {})));
  return found;
}

// After: what has to be settled before the node can know what comes next.
function prefetch(after) {
  ready = null;
  const mine = next = after.then(() => bring(unit.dataset.claim)).catch(() => null);
  mine.then(found => { if (mine === next) { ready = found; } });
}

// After: as for prefetch; nothing if the following unit is known already.
function show(shown, after) {
  document.querySelector("main > .notice")?.remove();
  unit.replaceWith(shown);
  unit = shown;
  arrive();
  if (after) {
    prefetch(after);
  }
  if (location.search) {
    history.replaceState(null, "", "/workbench");
  }
}

function arrive() {
  localize(unit);
  restore();
  unit.querySelectorAll("form[data-answer], form[data-return]").forEach(form => { form.dataset.again = "yes"; });
  unit.querySelector("[data-keys]").hidden = false;
  (unit.querySelector("[autofocus]") ?? unit).focus({ preventScroll: true });
  scrollTo(0, 0);
}

// Hands in or gives back: the next unit is shown at once, and what was sent comes back only if it was refused.
async function leave(form, said) {
  if (unit.ariaBusy) {
    return;
  }
  const done = unit;
  const begun = pressed;
  const fields = new URLSearchParams(new FormData(form));
  clearTimeout(keeping);
  const sent = post(form.action, fields)
    .then(async answer => ({ ok: answer.ok, html: await answer.text() }), () => ({ ok: false, html: null }));
  if (!ready) {
    done.ariaBusy = "true";
    tell("waiting");
    await next;
    done.ariaBusy = null;
  }
  const following = ready;
  document.getElementById("refused").replaceChildren();
  if (following) {
    show(following, sent);
    measure(begun);
  }
  const came = await sent;
  if (!came.ok) {
    refused(done, came.html);
  } else {
    forget(done.dataset.claim);
    if (following) {
      tell(said);
    } else {
      location.replace("/workbench?did=" + said + "&n=1");
    }
  }
}

function tell(said) {
  document.getElementById("said").textContent = bench.dataset[said] ?? "";
}

function measure(begun) {
  requestAnimationFrame(() => requestAnimationFrame(() =>
    performance.measure("canut-next", { start: begun, end: performance.now() })));
}

function refused(done, html) {
  tell("");
  const came = html === null ? null : elements(html);
  const again = came === null ? done : came.querySelector("#unit");
  if (!again) {
    // It cannot be done any more, and the reason is all that is left of it.
    forget(done.dataset.claim);
    document.getElementById("refused").replaceChildren(came);
    if (unit === done) {
      prefetch(Promise.resolve());
      next.then(found => found ? show(found, Promise.resolve()) : location.replace("/workbench"));
    }
    return;
  }
  if (came === null) {
    document.getElementById("refused").replaceChildren(notice(bench.dataset.unsent));
  }
  const waiting = unit === done ? null : unit;
  show(again);
  if (waiting) {
    ready = waiting;
    next = Promise.resolve(waiting);
  }
}

function notice(text) {
  const line = document.createElement("p");
  line.className = "notice bad";
  line.setAttribute("role", "alert");
  line.textContent = text;
  return line;
}

// A draft is kept here first and then on the node, so that neither a closed window nor another device loses it.
const drawer = claim => "canut-draft-" + claim;

function stored(work) {
  try {
    return work(localStorage);
  } catch {
    return null;
  }
}

function keep(form) {
  const claim = unit.dataset.claim;
  const fields = new URLSearchParams(new FormData(form));
  fields.delete("_token");
  const draft = fields.toString();
  stored(storage => storage.setItem(drawer(claim), draft));
  clearTimeout(keeping);
  keeping = setTimeout(async () => {
    const answer = await post(path(claim) + "/draft", new URLSearchParams(new FormData(form))).catch(() => null);
    if (answer?.ok && stored(storage => storage.getItem(drawer(claim))) === draft) {
      forget(claim);
    }
  }, 400);
}

function forget(claim) {
  stored(storage => storage.removeItem(drawer(claim)));
}

function restore() {
  const draft = stored(storage => storage.getItem(drawer(unit.dataset.claim)));
  for (const [name, value] of new URLSearchParams(draft ?? "")) {
    for (const field of unit.querySelectorAll("form[data-answer] [name=" + CSS.escape(name) + "]")) {
      if (field.type === "radio") {
        field.checked = field.value === value;
      } else {
        field.value = value;
      }
    }
  }
}

function reveal() {
  unit.querySelectorAll(".unit img").forEach(image => image.classList.toggle("veiled"));
}

function choose(number) {
  const choice = unit.querySelectorAll("form[data-answer] input[type=radio]")[number - 1];
  if (choice) {
    choice.checked = true;
    choice.focus();
    keep(choice.form);
  }
}

const form = kind => unit.querySelector("form[data-" + kind + "]");

function key(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat
      || keys.open) {
    return;
  }
  pressed = event.timeStamp;
  const typing = event.target.closest("textarea, select, input:not([type=radio])");
  const folded = event.target.closest("details[open]");
  const stopping = event.target.closest("details form");
  // By its place: on many keyboards a digit needs the shift key.
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  if (event.key === "Escape" && folded) {
    folded.open = false;
    folded.querySelector("summary").focus();
  } else if (event.key === "Escape" && typing) {
    unit.focus();
  } else if (typing || stopping) {
    return;
  } else if (event.key === "Escape") {
    form("return").requestSubmit();
  } else if (event.key === "?") {
    keys.showModal();
  } else if (digit) {
    choose(Number(digit[1]));
  } else if (event.key.toLowerCase() === "v" && unit.querySelector("[data-reveal]")) {
    reveal();
  } else if (event.key === "Enter" && !event.target.closest("a, button, summary, input")) {
    form("answer").requestSubmit();
  } else {
    return;
  }
  event.preventDefault();
}

if (unit) {
  document.addEventListener("keydown", key);
  bench.addEventListener("input", event => {
    const typed = event.target.closest("form[data-answer]");
    if (typed) {
      keep(typed);
    }
  });
  bench.addEventListener("submit", event => {
    const answers = event.target.matches("[data-answer]");
    if (answers || event.target.matches("[data-return]")) {
      event.preventDefault();
      leave(event.target, answers ? "answered" : "returned");
    }
  });
  bench.addEventListener("click", event => {
    pressed = event.timeStamp;
    if (event.target.closest("[data-reveal]")) {
      event.preventDefault();
      reveal();
    } else if (event.target.closest("[data-keys]")) {
      keys.showModal();
    }
  });
  // A page that the browser kept alive shows a unit that may be long done.
  window.addEventListener("pageshow", event => { if (event.persisted) { location.reload(); } });
  arrive();
  prefetch(Promise.resolve());
}
