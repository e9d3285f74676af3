// Says what the chosen style makes of the prompt while it is being typed. Chips take words out of the prompt and put words in.

const LOOK_AFTER_MS = 250; // once somebody stops typing

export function createUnderstood({ place, prompt, reactions, choice, lists, changed, opened }) {
  let waiting;
  let asked = "";
  let saidOf = ""; // the prompt that the chips are of

  async function look() {
    clearTimeout(waiting);
    reactions.hidden = !lists();
    const words = lists() ? prompt.value.trim() : ""; // a style that reads prompts by itself needs no answer from us
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
    if (question !== asked) return;
    place.innerHTML = piece;
    saidOf = words;
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

  const say = (label) => write([prompt.value.trim(), label.toLowerCase()].filter(Boolean).join(", "));

  place.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    if (button.dataset.say) say(button.dataset.say);
    else if (saidOf === prompt.value.trim()) write(button.dataset.rest);
    else look(); // typed meanwhile: what is left of it is not known yet
  });

  // The list is fetched when it is opened, once for each style.
  reactions.addEventListener("toggle", async () => {
    const list = reactions.querySelector("[data-reactions-list]");
    const wanted = choice();
    if (!reactions.open) {
      opened(null);
      return;
    }
    if (list.dataset.of === wanted) {
      opened(list);
      return;
    }
    list.dataset.of = wanted;
    const answer = await fetch(`${reactions.dataset.address}?${new URLSearchParams({ choice: wanted })}`).catch(() => null);
    if (list.dataset.of !== wanted) return;
    list.removeAttribute("aria-busy");
    if (answer?.ok) {
      list.innerHTML = await answer.text();
      opened(list);
    } else {
      list.dataset.of = "";
      list.querySelector("[role=status]").textContent = "The list didn't load. Close it, check your connection and open it again.";
    }
  });

  reactions.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-say]");
    if (button) say(button.dataset.say);
  });

  return {
    look,
    lookSoon,
    /** Another picture is shown: the list acts on that one. */
    renew() {
      if (reactions.open) opened(reactions.querySelector("[data-reactions-list]"));
    },
  };
}
