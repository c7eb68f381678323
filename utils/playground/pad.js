// A sheet to draw on, with mouse, finger or pen. Its unit is a cell, of which it has 32 by 32.
const CELLS = 32, SCALE = 9, BLOCK = 4, LEAST = 0.4;

function render({ model, el }) {
  const canvas = document.createElement("canvas");
  canvas.className = "drawing-pad";
  canvas.width = canvas.height = CELLS * SCALE;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", "A sheet to draw a digit on, with mouse, finger or pen");
  // A finger draws, and does not scroll.
  canvas.style.cssText =
    "touch-action: none; cursor: crosshair; border: 1px solid #888; background: white";
  el.appendChild(canvas);
  const ink = canvas.getContext("2d");
  let isDrawing = false;

  function redraw() {
    ink.setTransform(SCALE, 0, 0, SCALE, 0, 0);
    ink.fillStyle = "white";
    ink.fillRect(0, 0, CELLS, CELLS);
    ink.fillStyle = "#999";
    model.get("cells").forEach((i) => ink.fillRect(i % CELLS, Math.floor(i / CELLS), 1, 1));
    ink.fillStyle = "#ccd";
    for (let i = BLOCK; i < CELLS; i += BLOCK) {
      ink.fillRect(i, 0, 1 / SCALE, CELLS);
      ink.fillRect(0, i, CELLS, 1 / SCALE);
    }
    ink.lineWidth = model.get("pen");
    ink.lineCap = ink.lineJoin = "round";
    ink.strokeStyle = "black";
    for (const [first, ...others] of model.get("strokes")) {
      ink.beginPath();
      ink.moveTo(...first);
      [first, ...others].forEach((point) => ink.lineTo(...point));
      ink.stroke();
    }
  }

  function place(event) {
    const box = canvas.getBoundingClientRect();
    const cells = (pixels, all) => Math.round((1000 * CELLS * pixels) / all) / 1000;
    return [
      cells(event.clientX - box.left, box.width),
      cells(event.clientY - box.top, box.height),
    ];
  }

  function say(strokes) {
    model.set("strokes", strokes);
    model.save_changes();
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button) return;
    isDrawing = true;
    canvas.setPointerCapture(event.pointerId);
    say([...model.get("strokes"), [place(event)]]);
  });
  canvas.addEventListener("pointermove", (event) => {
    const strokes = model.get("strokes");
    // The sheet may have been cleared meanwhile.
    if (!isDrawing || !event.isPrimary || !strokes.length) return;
    const stroke = [...strokes.at(-1)];
    // All places since the last event, where the browser tells them.
    const parts = event.getCoalescedEvents?.() ?? [];
    for (const part of parts.length ? parts : [event]) {
      const [x, y] = place(part), [lastX, lastY] = stroke.at(-1);
      if (Math.hypot(x - lastX, y - lastY) > LEAST) stroke.push([x, y]);
    }
    if (stroke.length > strokes.at(-1).length) say([...strokes.slice(0, -1), stroke]);
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
    canvas.addEventListener(end, () => (isDrawing = false));
  }
  const seen = "change:strokes change:pen change:cells";
  model.on(seen, redraw);
  redraw();
  return () => model.off(seen, redraw);
}

export default { render };
