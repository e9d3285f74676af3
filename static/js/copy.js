// Copy the text of a visible field; where the browser refuses, select it and say which keys copy it.

const SAID_FOR_MS = 2500; // long enough to notice, short enough to see the button's own words again before the next use

// Words that change inside a button are not read out; words in a status line are.
const spoken = document.createElement("p");
spoken.className = "visually-hidden";
spoken.role = "status";
document.querySelector("main").append(spoken);

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  const words = button.querySelector("[data-copy-words]");
  button.dataset.words ??= words.textContent;
  try {
    await navigator.clipboard.writeText(field.value);
    words.textContent = "Copied";
  } catch {
    field.focus();
    field.select();
    words.textContent = /Mac|iPhone|iPad/.test(navigator.platform) ? "Press ⌘C" : "Press Ctrl+C";
  }
  spoken.textContent = words.textContent;
  setTimeout(() => {
    words.textContent = button.dataset.words;
    spoken.textContent = "";
  }, SAID_FOR_MS);
});
