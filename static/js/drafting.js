// Keeps the section one's own while one writes. Without this file the lock ends by itself, and nothing is lost.
(function () {
  "use strict";
  const form = document.querySelector("form[data-section-lock]");
  if (!form) return;
  const every = 5 * 60 * 1000;
  let typed = false;
  form.addEventListener("input", () => { typed = true; });

  async function renew() {
    if (!typed) return;
    typed = false;
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    const answer = await fetch(form.dataset.sectionLock, {
      method: "POST", headers: { "X-CSRFToken": token }, credentials: "same-origin", redirect: "error",
    });
    if (!answer.ok) return;
    const { mine, says } = await answer.json();
    const live = document.getElementById("live");
    if (!mine && live) live.textContent = says;
  }
  setInterval(() => { renew().catch(() => {}); }, every);
})();
