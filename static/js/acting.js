// The picture on the page acts what the prompt says, before anything is ordered: a small loop that the site paints at once.
//
// A picture of 256 pixels goes with each question and is kept nowhere.

const SIDE = 256;
const PART_SIDE = 640; // the edge of a head needs more
const ACT_AFTER_MS = 150; // once somebody stops dragging a slider
const TILE_FRAMES = 6;
const QUALITY = 0.85;
const BUSY = 503;
const TOO_MANY = 429;
const UNUSABLE = 422;
const AGAIN_AFTER_MS = 700;
const MOST_TIMES = 3; // asked while the site is busy
const SLOW_AFTER_MS = 400; // most loops are there by then: words would only flash
const EMPTY = "Describe what should happen, and your picture acts it out here.";
const LOADING = "Loading the preview…";
const FAILED = "The preview didn't load. Check your connection.";
const FAILED_BY = { [BUSY]: "Previews are busy right now.", [TOO_MANY]: "That's a lot of previews. Wait a minute.", [UNUSABLE]: "We can't preview this picture." };

const prefersStill = matchMedia("(prefers-reduced-motion: reduce)");

/**
 * Show loops over the picture. `image` is the picture; `question()` returns `{ prompt, choice, strength, mask }`, or null while there is no picture that
 * could act. `face` is the hidden field with the places that somebody pointed at; `said(faces)` hears how many faces there are, also without a prompt.
 * Each of `states` says that a loop is late or failed, with a button to try again.
 */
export function createActing({ address, partAddress, token, image, loops, states, toggle, face, question, said }) {
  let wanted = !prefersStill.matches;
  let waiting;
  let asking = null;
  let shown = "";
  let small = {}; // the picture by its longer side, made once for each picture
  let turn = 0; // of two questions, the later one counts
  let lookedAt = null; // the face of the picture whose faces are known

  toggle.setAttribute("aria-pressed", String(wanted));

  function shrink(side) {
    small[side] ??= (async () => {
      await image.decode();
      const scale = Math.min(1, side / Math.max(image.naturalWidth, image.naturalHeight));
      const canvas = document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
      canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
      const pen = canvas.getContext("2d");
      pen.fillStyle = image.style.backgroundColor || "#fff"; // what shows through where the picture is clear
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.imageSmoothingQuality = "high";
      pen.drawImage(image, 0, 0, canvas.width, canvas.height);
      return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    })().catch(() => null); // a picture of another site cannot be read back: then there is no preview
    return small[side];
  }

  async function ask({ prompt, choice, strength, mask }, { signal, frames } = {}) {
    const picture = await shrink(SIDE);
    if (!picture) return null;
    const form = new FormData();
    form.set("csrfmiddlewaretoken", token);
    form.set("image", picture, "picture.jpg");
    if (prompt) form.set("prompt", prompt);
    form.set("choice", choice);
    if (strength) form.set("strength", strength);
    if (face.value) form.set("face", face.value);
    if (mask) form.set("mask", mask);
    if (frames) form.set("frames", frames);
    let answer = await post(form, signal);
    // The site paints one at a time; it is asked again, unless something else is wanted meanwhile.
    for (let times = 1; answer?.status === BUSY && times < MOST_TIMES; times += 1) {
      await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
      if (signal?.aborted) return null;
      answer = await post(form, signal);
    }
    return answer;
  }

  const post = (form, signal) => fetch(address, { method: "POST", body: form, signal }).catch(() => null);

  async function act() {
    clearTimeout(waiting);
    asking?.abort();
    const mine = ++turn;
    const asked = await question();
    if (mine !== turn) return;
    if (!asked) {
      hide();
      say("");
      return;
    }
    const about = wanted ? asked : { choice: asked.choice, prompt: "" };
    const idle = wanted && !about.prompt ? EMPTY : "";
    if (!about.prompt && lookedAt === face.value) {
      hide();
      say(idle);
      return;
    }
    asking = new AbortController();
    const { signal } = asking;
    const slow = setTimeout(() => about.prompt && say(LOADING, { isWaiting: true }), SLOW_AFTER_MS);
    signal.addEventListener("abort", () => clearTimeout(slow));
    const answer = await ask(about, { signal });
    const loop = answer?.status === 200 ? await answer.blob().catch(() => null) : null;
    clearTimeout(slow);
    if (signal.aborted) return;
    const faces = answer?.headers.get("Gifsite-Faces") ?? null;
    if (faces !== null) {
      lookedAt = face.value;
      said(Number(faces), Number(answer.headers.get("Gifsite-Face-Height")));
    }
    if (loop) {
      show(loop, about.prompt);
      say("");
      return;
    }
    hide();
    // A prompt of which nothing is understood shows nothing: the chips beside it say so.
    if (answer?.status === 204) say(idle);
    else say(FAILED_BY[answer?.status] ?? FAILED, { mayTryAgain: answer?.status !== UNUSABLE });
  }

  function show(loop, prompt) {
    if (shown) URL.revokeObjectURL(shown);
    shown = URL.createObjectURL(loop);
    for (const one of loops) {
      one.src = shown;
      one.alt = `Preview: ${prompt}`;
      one.hidden = false;
    }
  }

  function say(words, { isWaiting = false, mayTryAgain = false } = {}) {
    for (const one of loops) one.toggleAttribute("data-late", isWaiting);
    for (const state of states) {
      const [line, again] = [state.querySelector("[role=status]"), state.querySelector("button")];
      if (line.textContent !== words) line.textContent = words;
      again.hidden = !mayTryAgain;
    }
  }

  function hide() {
    for (const one of loops) {
      one.hidden = true;
      one.removeAttribute("src");
    }
    if (shown) URL.revokeObjectURL(shown);
    shown = "";
  }

  function actSoon() {
    clearTimeout(waiting);
    waiting = setTimeout(act, ACT_AFTER_MS);
  }

  toggle.addEventListener("click", () => {
    wanted = !wanted;
    toggle.setAttribute("aria-pressed", String(wanted));
    act();
  });

  for (const state of states) {
    state.querySelector("button").addEventListener("click", () => {
      say(LOADING, { isWaiting: true });
      act();
    });
  }

  return {
    act,
    actSoon,
    /** Forget the picture before: another one is shown. */
    renew() {
      small = {};
      lookedAt = null;
      hide();
    },
    /** Return the loop of one reaction for a tile of the list, or null. */
    async tile(words, choice, signal) {
      const answer = prefersStill.matches ? null : await ask({ prompt: words, choice }, { signal, frames: TILE_FRAMES });
      return answer?.status === 200 ? answer.blob().catch(() => null) : null;
    },
    /** Return a mask of a part of the picture, as a blob; null where it shows none. */
    async part(name) {
      const picture = await shrink(PART_SIDE);
      if (!picture) return null;
      const form = new FormData();
      form.set("csrfmiddlewaretoken", token);
      form.set("image", picture, "picture.jpg");
      form.set("part", name);
      if (face.value) form.set("face", face.value);
      const answer = await fetch(partAddress, { method: "POST", body: form }).catch(() => null);
      return answer?.status === 200 ? answer.blob().catch(() => null) : null;
    },
    get isWanted() {
      return wanted;
    },
  };
}

/** Let the pictures of a list act one after the other, those first that are in view. `loop(words, signal)` returns a blob or null. */
export function actInView(list, loop) {
  const queue = new Set();
  const ended = new AbortController();
  let busy = false;

  async function work() {
    if (busy) return;
    busy = true;
    for (const tile of queue) {
      queue.delete(tile);
      const found = await loop(tile.dataset.say, ended.signal);
      if (ended.signal.aborted) break;
      if (!found) {
        ended.abort(); // too many at once, or no preview: the list keeps its own pictures
        break;
      }
      const picture = tile.querySelector("img");
      picture.src = URL.createObjectURL(found);
      picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
      seen.unobserve(tile);
    }
    busy = false;
    if (queue.size && !ended.signal.aborted) work();
  }

  const seen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) queue[isIntersecting ? "add" : "delete"](target);
    work();
  });
  for (const tile of list.querySelectorAll("[data-say]")) seen.observe(tile);

  return () => {
    ended.abort();
    seen.disconnect();
  };
}
