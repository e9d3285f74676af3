// One frame's mask, painted anew over the frame itself.

import { createMask, showParts } from "./mask.js";
import { fill } from "./picture.js";

const STAGE_VH = 76; // the whole frame stays in view

const form = document.getElementById("retouch");
const brush = document.getElementById("brush");
const preview = document.getElementById("preview");
const message = form.querySelector("[data-message]");
const upload = document.getElementById("mask-file");
const save = document.getElementById("save");

let touched = false;
const mask = createMask({
  canvas: document.getElementById("mask"),
  ring: form.querySelector("[data-ring]"),
  brush,
  changed: () => {
    touched = true;
    message.textContent = "";
    showParts(form, mask);
  },
});

const [width, height] = ["width", "height"].map((side) => Number(preview.getAttribute(side)));
form.querySelector("[data-easel]").style.inlineSize = `min(100%, ${(STAGE_VH * width) / height}vh)`;
mask.open(width, height);
try {
  const answer = await fetch(form.dataset.maskUrl);
  if (!answer.ok) throw new Error(String(answer.status));
  await mask.restore(await answer.blob());
} catch {
  message.textContent = "The painted part could not be loaded. Paint it anew, or load this page again.";
}
touched = false;

form.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  if (button.dataset.maskMode) {
    mask.erasing = button.dataset.maskMode === "erase";
    for (const other of form.querySelectorAll("[data-mask-mode]")) {
      other.setAttribute("aria-pressed", String(other === button));
    }
  } else if (button.dataset.maskPart) mask.togglePart(button.dataset.maskPart);
  else if (button.hasAttribute("data-mask-undo")) mask.undo();
  else if (button.hasAttribute("data-mask-clear")) mask.clear();
  else if (button.dataset.brushStep) brush.value = Number(brush.value) + Number(button.dataset.brushStep);
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (mask.isEmpty) {
    message.textContent = "Nothing is painted, so nothing could move. Paint the area that can.";
    return;
  }
  save.disabled = true;
  fill(upload, await mask.toFile());
  touched = false;
  form.submit();
});

window.addEventListener("beforeunload", (event) => {
  if (touched) event.preventDefault();
});
window.addEventListener("pageshow", () => {
  save.disabled = false;
});
