// Warns before the idle time-out. The server ends the session by itself; this only makes it no surprise.
(function () {
  "use strict";

  const WARN_SECONDS = 120;
  const KEYS = { staff: "portal-last-request", family: "portal-family-last-request" };

  // Not to the address with its fragment: to go there loads nothing.
  function loadAgain() {
    window.location.assign(window.location.pathname + window.location.search);
  }

  // Does not ask about changes, for the session has ended.
  function close() {
    document.documentElement.dataset.timedOut = "yes";
    loadAgain();
  }

  function setUp(dialog) {
    const idle = Number(dialog.dataset.idleSeconds);
    const clock = dialog.querySelector("[data-session-clock]");
    if (!idle || typeof dialog.showModal !== "function") return;

    // Other tabs of the same session keep it alive too; a family's session is never that of staff.
    const key = KEYS[dialog.dataset.sessionOf];
    let mine = Date.now();
    const remember = () => {
      mine = Date.now();
      try { localStorage.setItem(key, String(mine)); } catch (error) { /* storage may be closed */ }
    };
    const last = () => {
      try { return Math.max(mine, Number(localStorage.getItem(key)) || 0); } catch (error) { return mine; }
    };
    const left = () => idle - Math.floor((Date.now() - last()) / 1000);

    async function stay() {
      try {
        const answer = await fetch(dialog.dataset.stayUrl, { credentials: "same-origin", redirect: "manual", cache: "no-store" });
        if (answer.status !== 204) return loadAgain();
        remember();
        dialog.close();
      } catch (error) {
        loadAgain();
      }
    }

    function tick() {
      const seconds = left();
      if (seconds <= 0) {
        // The server asks to sign in again and comes back to this page.
        return close();
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

    // Where a family's page opens in this browser, the session of staff has ended: their other tabs close at once.
    if (key === KEYS.staff) {
      window.addEventListener("storage", (event) => { if (event.key === KEYS.family) close(); });
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const dialog = document.getElementById("session-dialog");
    if (dialog) setUp(dialog);
  });
})();
