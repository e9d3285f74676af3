// Copy the text of a visible field; where the browser refuses, select it and say which keys copy it.

const SAID_FOR_MS = 2500;

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  const words = button.querySelector("[data-copy-words]");
  const before = (button.dataset.words ??= words.textContent);
  try {
    await navigator.clipboard.writeText(field.value);
    words.textContent = "Copied";
  } catch {
    field.focus();
    field.select();
    words.textContent = /Mac|iPhone|iPad/.test(navigator.platform) ? "Press ⌘C" : "Press Ctrl+C";
  }
  setTimeout(() => {
    words.textContent = before;
  }, SAID_FOR_MS);
});
