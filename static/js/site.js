// On every page: messages that can be closed, and an account menu that closes like a menu.

const TOAST_STAYS_MS = 8000; // long enough to read two sentences twice

for (const toast of document.querySelectorAll("[data-toast]")) closable(toast);

function closable(toast) {
  toast.querySelector("[data-close-toast]").addEventListener("click", () => toast.remove());
  // What went wrong stays until somebody has seen it.
  if (["success", "info", "undo"].includes(toast.dataset.toast)) leaveLater(toast);
}

function leaveLater(toast) {
  setTimeout(() => {
    if (toast.matches(":hover, :focus-within")) leaveLater(toast);
    else toast.remove();
  }, TOAST_STAYS_MS);
}

// A button that htmx sends says so when nothing came back, or a failure. Questions that nobody asked stay silent.
for (const failed of ["htmx:error", "htmx:response:error"]) {
  document.addEventListener(failed, ({ detail: { ctx } }) => {
    if (ctx?.request.method !== "POST" || ctx.hx?.refresh || ctx.hx?.redirect) return;
    const toasts = document.querySelector(".toasts");
    const message = document.getElementById("request-failed").content.cloneNode(true);
    toasts.replaceChildren(message);
    closable(toasts.firstElementChild);
  });
}

document.addEventListener("click", ({ target }) => {
  for (const menu of document.querySelectorAll("[data-menu][open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
});

document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  for (const menu of document.querySelectorAll("[data-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// What was typed into one way of signing in is not asked for again by the other.
for (const address of document.querySelectorAll("[data-address]")) {
  const other = document.querySelector("input[name=login]");
  address.addEventListener("change", () => {
    if (other && !other.value) other.value = address.value;
  });
}
