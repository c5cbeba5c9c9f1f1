// Keys for looking through many answers. Everything they do has a button or a link, too.
const cards = [...document.querySelectorAll(".answered > li")];
const form = document.getElementById("accept");
const keys = document.getElementById("keys");
const count = document.getElementById("marked");
const box = card => card?.querySelector("input[name=answer]");
let at = -1;

function tell() {
  const marked = cards.filter(card => box(card).checked).length;
  count.textContent = marked ? `(${marked})` : "";
  for (const card of cards) card.classList.toggle("chosen", box(card).checked);
}

function go(to) {
  at = Math.max(0, Math.min(cards.length - 1, to));
  cards[at].focus({ preventScroll: true });
  cards[at].scrollIntoView({ block: "center" });
}

function accept() {
  if (!cards.some(card => box(card).checked) && at >= 0) box(cards[at]).checked = true;
  if (cards.some(card => box(card).checked)) form.requestSubmit();
}

const does = {
  j: () => go(at + 1), ArrowRight: () => go(at + 1), k: () => go(at - 1), ArrowLeft: () => go(at - 1),
  x: () => at >= 0 && box(cards[at]).click(),
  a: accept,
  r: () => at >= 0 && cards[at].querySelector("a.reject").click(),
  "?": () => keys.showModal(),
};

if (form) {
  document.addEventListener("keydown", event => {
    const typing = event.target.matches("input:not([type=checkbox]), textarea, select, dialog, dialog *");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !does[event.key]) return;
    event.preventDefault();
    does[event.key]();
  });
  for (const card of cards) card.addEventListener("focusin", () => { at = cards.indexOf(card); });
  form.addEventListener("change", tell);
  window.addEventListener("pageshow", tell);
}
