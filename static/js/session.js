// Warns before the idle time-out. The server ends the session by itself; this only makes it no surprise.
(function () {
  "use strict";

  const WARN_SECONDS = 120;
  const KEY = "portal-last-request";

  function setUp(dialog) {
    const idle = Number(dialog.dataset.idleSeconds);
    const clock = dialog.querySelector("[data-session-clock]");
    if (!idle || typeof dialog.showModal !== "function") return;

    // Other tabs of the same session keep it alive too.
    let mine = Date.now();
    const remember = () => {
      mine = Date.now();
      try { localStorage.setItem(KEY, String(mine)); } catch (error) { /* storage may be closed */ }
    };
    const last = () => {
      try { return Math.max(mine, Number(localStorage.getItem(KEY)) || 0); } catch (error) { return mine; }
    };
    const left = () => idle - Math.floor((Date.now() - last()) / 1000);

    async function stay() {
      try {
        const answer = await fetch(dialog.dataset.stayUrl, { credentials: "same-origin", redirect: "manual", cache: "no-store" });
        if (!answer.ok) return window.location.assign(window.location.href);
        remember();
        dialog.close();
      } catch (error) {
        window.location.assign(window.location.href);
      }
    }

    function tick() {
      const seconds = left();
      if (seconds <= 0) {
        // The server asks to sign in again and comes back to this page.
        document.documentElement.dataset.timedOut = "yes";
        window.location.assign(window.location.href);
        return;
      }
      if (seconds <= Math.min(WARN_SECONDS, idle / 2)) {
        clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
        if (!dialog.open) {
          dialog.showModal();
          dialog.querySelector("[data-session-stay]").focus();
        }
      } else if (dialog.open) {
        dialog.close();
      }
      setTimeout(tick, 1000);
    }

    remember();
    document.addEventListener("htmx:afterRequest", remember);
    dialog.querySelector("[data-session-stay]").addEventListener("click", stay);
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); stay(); });
    setTimeout(tick, 1000);
  }

  document.addEventListener("DOMContentLoaded", () => {
    const dialog = document.getElementById("session-dialog");
    if (dialog) setUp(dialog);
  });
})();
