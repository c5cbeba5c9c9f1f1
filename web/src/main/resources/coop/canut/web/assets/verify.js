// The page that verifies a receipt. What is chosen or pasted stays here: nothing of it is sent.
import { isAble, verify } from "./receipt.js";

const page = document.getElementById("receipt");
const words = document.getElementById("words").content;
const published = new Set(page.dataset.published.split(" "));
const known = new Map(page.dataset.known.split(" ").map(each => each.split("=")));
const tag = document.documentElement.lang;
const language = tag === "en" ? "en-GB" : tag;
const day = new Intl.DateTimeFormat(language, { dateStyle: "long" });
const moment = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });
const month = new Intl.DateTimeFormat(language, { month: "long", year: "numeric", timeZone: "UTC" });
const number = new Intl.NumberFormat(language);
const word = selector => words.querySelector(selector);

/** Puts what a receipt says into every element that has this attribute. */
function fill(attribute, told) {
  for (const element of document.querySelectorAll(`#holds [data-${attribute}]`)) {
    element.replaceChildren(told(element.dataset[attribute], element));
  }
}

function print(host, hash) {
  const shown = document.createDocumentFragment();
  const text = document.createElement("p");
  text.className = "print mono";
  for (const group of hash.match(/.{8}/g)) {
    text.append(Object.assign(document.createElement("span"), { textContent: group }));
  }
  const as = !known.has(host) ? "none" : known.get(host) === hash ? "same" : "other";
  shown.append(text, word(`[data-known=${as}]`).firstElementChild.cloneNode(true));
  return shown;
}

function show(id) {
  for (const section of document.querySelectorAll(".outcome")) {
    section.hidden = section.id !== id;
  }
  document.getElementById(id).focus();
}

function holds(said) {
  document.getElementById("said").textContent = page.dataset.said.replaceAll("{issuer}", said.issuer)
    .replaceAll("{home}", said.home);
  fill("text", name => said[name]);
  fill("number", name => number.format(said[name]));
  fill("month", name => month.format(new Date(said[name] + "-15T00:00:00Z")));
  fill("day", name => day.format(said[name]));
  fill("time", (name, element) => {
    element.dateTime = new Date(said[name]).toISOString();
    return moment.format(said[name]);
  });
  fill("print", name => print(said[name], said[name + "Print"]));
  show("holds");
}

function fails({ place, problem }) {
  const why = place === "expires" ? "" : " " + word(`[data-why=${problem}]`).textContent;
  document.getElementById("why").textContent = word(`[data-at=${place}]`).textContent + why;
  show("fails");
}

async function judge(bytes) {
  try {
    holds(await verify(bytes, Date.now(), published));
  } catch (wrong) {
    if (!wrong.problem) {
      throw wrong;
    }
    fails(wrong);
  }
}

if (await isAble()) {
  page.hidden = false;
  const file = document.getElementById("file");
  const text = document.getElementById("text");
  file.addEventListener("change", async () => {
    if (file.files.length) {
      await judge(new Uint8Array(await file.files[0].arrayBuffer()));
    }
  });
  // A receipt has no space around it; what is pasted often has.
  document.getElementById("do").addEventListener("click", () => judge(new TextEncoder().encode(text.value.trim())));
} else {
  document.getElementById("unable").hidden = false;
}
