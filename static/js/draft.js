// The draft of the create page survives a reload, signing up and buying credits. It never leaves this browser.

const DATABASE = "gifsite";
const SHELF = "drafts";
const KEY = "create";
const LAST = "create-last"; // what was sent last, for going back to it; also the flag that this tab sent it
const SUBMITTED = "create-submitted";

function shelf(mode) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(SHELF);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => resolve(opening.result.transaction(SHELF, mode).objectStore(SHELF));
  });
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Keep `{ image, mask, fields }`. Where the browser keeps nothing (private windows), this does nothing. */
export async function saveDraft(draft) {
  try {
    await done((await shelf("readwrite")).put(draft, KEY));
  } catch {
    // Losing the draft costs another upload; refusing to work without a place for it would cost everything.
  }
}

/** The kept draft, or undefined. */
export async function loadDraft() {
  try {
    return await done((await shelf("readonly")).get(KEY));
  } catch {
    return undefined;
  }
}

export async function clearDraft() {
  try {
    for (const key of [KEY, LAST]) await done((await shelf("readwrite")).delete(key));
  } catch {
    // Nothing was kept, so there is nothing to clear.
  }
}

/** What this tab sent last, or undefined. What another tab left behind is thrown away. */
export async function loadLast() {
  try {
    if (sessionStorage.getItem(LAST)) return await done((await shelf("readonly")).get(LAST));
    await done((await shelf("readwrite")).delete(LAST));
  } catch {
    // Nothing was kept.
  }
  return undefined;
}

/** Remember that the draft is on its way, so that the page that shows its animation can put it aside. */
export function markSubmitted() {
  sessionStorage.setItem(SUBMITTED, "1");
}

export async function clearIfSubmitted() {
  if (!sessionStorage.getItem(SUBMITTED)) return;
  sessionStorage.removeItem(SUBMITTED);
  const sent = await loadDraft();
  await clearDraft();
  if (!sent) return;
  try {
    await done((await shelf("readwrite")).put(sent, LAST));
    sessionStorage.setItem(LAST, "1");
  } catch {
    // Going back then asks for the picture again.
  }
}
