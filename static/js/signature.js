// A drawn signature, as an extra: sends the strokes as points between 0 and 1. The typed name is what counts.
(function () {
  "use strict";

  function setUp(box) {
    const canvas = box.querySelector("canvas");
    const field = box.closest("form").elements.drawing;
    if (!canvas || !field || typeof SignaturePad === "undefined") return;
    box.hidden = false;
    const size = canvas.getBoundingClientRect();
    const ratio = Math.max(window.devicePixelRatio || 1, 1);
    canvas.width = size.width * ratio;
    canvas.height = size.height * ratio;
    canvas.getContext("2d").scale(ratio, ratio);
    const pad = new SignaturePad(canvas);
    const share = (number, whole) => Math.min(Math.max(number / whole, 0), 1);
    const write = () => {
      const strokes = pad.toData().map((stroke) =>
        stroke.points.map((point) => [share(point.x, size.width), share(point.y, size.height)]));
      field.value = strokes.length ? JSON.stringify(strokes) : "";
    };
    pad.addEventListener("endStroke", write);
    box.querySelector("[data-clear]").addEventListener("click", () => { pad.clear(); write(); });
    // A page shown again with its errors shows what was drawn, too: nobody signs with what she does not see.
    const place = ([x, y], number) => ({ x: x * size.width, y: y * size.height, time: 16 * number, pressure: 0.5 });
    if (field.value) pad.fromData(JSON.parse(field.value).map((stroke) => ({ points: stroke.map(place) })));
  }

  document.querySelectorAll("[data-signature-pad]").forEach(setUp);
})();
