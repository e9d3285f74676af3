// Says what the chosen style makes of the prompt while it is being typed. Chips take words out of the prompt and put words in.

const LOOK_AFTER_MS = 250; // once somebody stops typing

export function createUnderstood({ place, prompt, choice, changed }) {
  let waiting;
  let asked = "";

  async function look() {
    clearTimeout(waiting);
    const words = prompt.value.trim();
    const question = new URLSearchParams({ prompt: words, choice: choice() }).toString();
    if (question === asked) return;
    asked = question;
    if (!words) {
      place.replaceChildren();
      return;
    }
    // Without an answer nothing is said: the order itself does not need it.
    const answer = await fetch(`${place.dataset.address}?${question}`).catch(() => null);
    const piece = answer?.ok ? await answer.text() : "";
    if (question === asked) place.innerHTML = piece;
  }

  function lookSoon() {
    clearTimeout(waiting);
    waiting = setTimeout(look, LOOK_AFTER_MS);
  }

  function write(words) {
    prompt.value = words;
    prompt.focus();
    changed();
    look();
  }

  place.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    if (button.dataset.say) write([prompt.value.trim(), button.dataset.say.toLowerCase()].filter(Boolean).join(", "));
    else write(without(prompt.value, button.dataset.unsay));
  });

  return { look, lookSoon };
}

// The words may stand apart in the prompt by little words that mean nothing ("rolls her eyes").
function without(text, words) {
  const pattern = words
    .split(" ")
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("'", "['’]"))
    .join("[^.,;!?]{0,14}?");
  const rest = text.replace(new RegExp(pattern, "giu"), " ");
  return rest.replace(/\s+/g, " ").replace(/(?:\s*,)+\s*(?=,|$)/g, "").replace(/^\s*(?:,|and|then)\s+/i, "").trim();
}
