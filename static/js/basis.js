// Step 4 of a request: of the statements one may tick, show those of the basis chosen. Without this file all are shown,
// each group under its heading; the server leaves out statements about another basis in any case.
(function () {
  "use strict";

  document.addEventListener("DOMContentLoaded", () => {
    const groups = [...document.querySelectorAll("#id_evidence .choices__group")];
    const radios = [...document.querySelectorAll("input[name=basis]")];
    if (!groups.length || !radios.length) return;
    const field = groups[0].closest("fieldset");

    // A group bears the words of its basis.
    function show() {
      const chosen = radios.find((radio) => radio.checked);
      const words = chosen ? chosen.labels[0].textContent.trim() : "";
      groups.forEach((group) => { group.hidden = group.getAttribute("aria-label") !== words; });
      field.hidden = groups.every((group) => group.hidden);
    }

    radios.forEach((radio) => radio.addEventListener("change", show));
    show();
  });
})();
