// Small comforts. Every page works without this file; nothing here decides anything.
(function () {
  "use strict";

  const live = () => document.getElementById("live");

  function announce(text) {
    const region = live();
    if (!region) return;
    region.textContent = "";
    setTimeout(() => { region.textContent = text; }, 100);
  }

  // The error summary takes the focus, so that it is read first.
  function focusErrors(root) {
    const summary = root.querySelector("[data-error-summary]");
    if (summary) summary.focus();
    return Boolean(summary);
  }

  // The main navigation folds away behind a button on narrow screens.
  function setUpMenuButton() {
    const button = document.querySelector("[data-menu-button]");
    if (!button) return;
    const menu = document.getElementById(button.getAttribute("aria-controls"));
    button.hidden = false;
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-expanded") !== "true";
      button.setAttribute("aria-expanded", String(open));
      menu.classList.toggle("main-nav--open", open);
    });
  }

  // A details menu closes on Escape and on a click elsewhere.
  function setUpMenus() {
    const openMenus = () => document.querySelectorAll("details[data-menu][open]");
    document.addEventListener("click", (event) => {
      openMenus().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      openMenus().forEach((menu) => {
        menu.open = false;
        menu.querySelector("summary").focus();
      });
    });
  }

  // A button that shows the password as it was typed.
  function addPasswordButton(box) {
    const input = box.querySelector("input");
    if (!input || box.querySelector("button")) return;
    const button = document.createElement("button");
    const label = (word) => `${word} ${box.dataset.name}`;
    button.type = "button";
    button.className = "password__show";
    button.textContent = box.dataset.show;
    button.setAttribute("aria-label", label(box.dataset.show));
    button.addEventListener("click", () => {
      const show = input.type === "password";
      const word = show ? box.dataset.hide : box.dataset.show;
      input.type = show ? "text" : "password";
      button.textContent = word;
      button.setAttribute("aria-label", label(word));
    });
    box.append(button);
  }

  // A second click on the same form is swallowed; the server guards against it too.
  function guardDoubleSubmit(event) {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.sent = "yes";
    form.dataset.leaving = "yes";
    form.querySelectorAll("button[type=submit]").forEach((button) => button.setAttribute("aria-disabled", "true"));
    // A download leaves the page in place: the form must work again.
    setTimeout(releaseForms, 8000);
  }

  function releaseForms() {
    document.querySelectorAll("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      delete form.dataset.leaving;
      form.querySelectorAll("button[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
    });
  }

  // Leaving a form with changes asks first.
  function setUpLeaveGuard() {
    document.addEventListener("input", (event) => {
      const form = event.target.closest("form[data-guard-leave]");
      if (form) form.dataset.changed = "yes";
    });
    window.addEventListener("beforeunload", (event) => {
      const changed = document.querySelector("form[data-guard-leave][data-changed]:not([data-leaving])");
      if (changed && !document.documentElement.dataset.timedOut) event.preventDefault();
    });
  }

  // After htmx swaps a part of the page the focus must not fall to the top of it.
  function setUpHtmx() {
    let before = null;
    document.addEventListener("htmx:beforeSwap", () => { before = document.activeElement; });
    document.addEventListener("htmx:afterSettle", (event) => {
      const part = event.detail.elt || document.body;
      part.querySelectorAll("[data-password]").forEach(addPasswordButton);
      const words = part.querySelector("[data-announce]");
      if (words) announce(words.textContent.trim());
      if (focusErrors(part) || (before && document.contains(before))) return;
      const target = (before && before.id && document.getElementById(before.id)) || part.querySelector("[data-focus]") || part;
      if (!target.hasAttribute("tabindex") && target.tabIndex < 0) target.setAttribute("tabindex", "-1");
      target.focus({ preventScroll: true });
    });
    const failed = () => announce(live().dataset.failed);
    document.addEventListener("htmx:afterRequest", releaseForms);
    document.addEventListener("htmx:responseError", failed);
    document.addEventListener("htmx:sendError", failed);
  }

  // A passkey that did not work says so (allauth's scripts only write to the console).
  function setUpPasskeyErrors() {
    document.addEventListener("allauth.error", () => {
      const box = document.querySelector("[data-passkey-error]");
      if (!box) return;
      box.hidden = false;
      box.focus();
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    setUpMenuButton();
    setUpMenus();
    document.querySelectorAll("[data-password]").forEach(addPasswordButton);
    document.addEventListener("submit", guardDoubleSubmit);
    window.addEventListener("pageshow", releaseForms);
    setUpLeaveGuard();
    setUpHtmx();
    setUpPasskeyErrors();
    document.querySelectorAll("[data-print]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    });
    focusErrors(document);
  });
})();
