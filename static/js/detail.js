// The page of one animation: no questions while nobody looks, and the progress in the tab's title.

import { clearIfSubmitted } from "./draft.js";

const title = document.title;

function showPercent() {
  const section = document.getElementById("progress");
  document.title = "polling" in section.dataset ? `${section.dataset.percent} % · ${title}` : title;
}

document.addEventListener("htmx:before:request", (event) => {
  if (document.hidden) event.preventDefault();
});
document.addEventListener("htmx:after:swap", showPercent);

showPercent();
await clearIfSubmitted();
