// On every page, and no page needs it: times in the reader's own zone, and one click for what one click should do.
// As the server writes them.
const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
const moment = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
const day = new Intl.DateTimeFormat(language, { dateStyle: "medium" });

export function localize(root) {
  for (const time of root.querySelectorAll("time[data-local]")) {
    const at = new Date(time.dateTime);
    time.title = time.textContent;
    time.textContent = (time.dataset.local === "day" ? day : moment).format(at);
    time.removeAttribute("data-local");
  }
}

localize(document);
document.addEventListener("htmx:load", event => localize(event.detail.elt));

// A second click on the same button sends nothing twice.
document.addEventListener("submit", event => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
  } else if (form.method === "post" && !form.hasAttribute("hx-post") && !form.dataset.again) {
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 4000);
  }
});
window.addEventListener("pageshow", () => document.querySelectorAll("[data-sent]").forEach(form => delete form.dataset.sent));
