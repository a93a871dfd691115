// Keeps what is typed into a form as a draft, every few seconds while somebody types and when the
// page goes away. Offline nothing is said: the button "Keep as a draft" does the same.
const EVERY = 4000;

for (const form of document.querySelectorAll("form[data-draft]")) {
  const told = form.querySelector("[data-draft-told]");
  let waiting = 0;

  const keep = () => {
    clearTimeout(waiting);
    waiting = 0;
    const texts = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    const typed = new URLSearchParams(texts);
    typed.set("go", "draft");
    const headers = { "caseward-draft": "typing" };
    fetch(form.action, { method: "POST", body: typed, headers, redirect: "manual", keepalive: typed.toString().length < 60000 })
      .then((answer) => {
        if (answer.status === 204 && told) told.textContent = told.dataset.draftTold;
      })
      .catch(() => {});
  };

  form.addEventListener("input", () => {
    waiting ||= setTimeout(keep, EVERY);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    waiting = 0;
  });
  addEventListener("pagehide", () => {
    if (waiting) keep();
  });
}
