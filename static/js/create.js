// The create page: choose, drop or paste a picture, see the price move with every setting, keep the draft.
//
// Without this script the form still posts a picture and a prompt.

import { actInView, createActing } from "./acting.js";
import { clearDraft, loadDraft, loadLast, markSubmitted, saveDraft } from "./draft.js";
import { createMask } from "./mask.js";
import { createOdd } from "./odd.js";
import { fill, pictureIn, readPicture, Unreadable } from "./picture.js";
import { createPointing } from "./pointing.js";
import { createUnderstood } from "./understood.js";

const STAGE_VH = 64; // the whole picture stays in view with its tools below it
const ASKED_STAGE_VH = 40; // with what is asked about it
const LOW_FACE = 0.55; // of the height: below, more room is above
const NO_FACE = "No face found. Only whole-picture effects will play, unless you mark the eyes and mouth.";
const SAVE_AFTER_MS = 400; // once somebody stops typing or dragging
const KEPT_FIELDS = ["prompt", "negative_prompt", "choice", "fallback_model", "frames", "strength", "fps", "loop", "seed", "color_stabilization", "stop_off_by", "mask_follows", "interpolation_factor", "ease", "camera", "camera_amount", "camera_returns", "motion_before", "caption", "caption_position", "file_size", "face"];

const { choices, signed_in: signedIn, ladder, bridge_steps: bridgeSteps, smooth_fps: smoothFps, odd: rules } = JSON.parse(document.getElementById("create-data").textContent);
const form = document.getElementById("create-form");
const field = form.elements;
const preview = document.getElementById("preview");
const part = (name) => document.querySelector(`[data-${name}]`);
const drop = part("drop");
const message = part("image-message");
const maskCanvas = document.getElementById("mask");
const maskToggle = part("mask-toggle");
const maskTools = part("mask-tools");
const brush = document.getElementById("brush");

const cameBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";

let picture = null; // { file, width, height, all }, when it was chosen here; `all` is the file that it is a part of
let saving;
let filled = 1; // shown frames to each painted one, when the page was looked at last

const mask = createMask({
  canvas: maskCanvas,
  ring: part("ring"),
  brush,
  changed: () => {
    refresh();
    keepSoon();
    acting?.actSoon();
  },
});

const odd = createOdd({
  form,
  rules,
  changed: async (part) => {
    if (part && picture) await showPart(picture.all, ++choosing);
    odd.resize(chosen().size);
    preview.style.backgroundColor = odd.background;
    acting.renew();
    acting.actSoon();
    keepSoon();
  },
});

const understood = createUnderstood({
  place: part("understood"),
  prompt: field.prompt,
  reactions: part("reactions"),
  choice: () => field.choice.value,
  lists: () => chosen().has_reactions,
  changed: () => {
    acting.act();
    keepSoon();
  },
  opened: (list) => actOnTiles(list),
});

let acting; // made once everything that it asks about is there

const pointing = createPointing({
  layer: part("pointing"),
  field: field.face,
  button: part("pointing-toggle"),
  clear: part("pointing-clear"),
  words: part("face-words"),
  keys: part("face-keys"),
  changed: () => {
    sayFaces(null);
    acting.act();
    keepSoon();
  },
});

acting = createActing({
  address: form.dataset.preview,
  partAddress: form.dataset.parts,
  token: field.csrfmiddlewaretoken.value,
  image: preview,
  loops: [part("acting"), part("acting-small")],
  states: [...document.querySelectorAll("[data-acting-state]")],
  toggle: part("acting-toggle"),
  face: field.face,
  question: async () => {
    if (!mayAct()) return null;
    return {
      prompt: field.prompt.value.trim(),
      choice: field.choice.value,
      strength: field.strength.disabled ? "" : field.strength.value,
      mask: isMasked() ? await mask.toFile() : null,
    };
  },
  said: sayFaces,
});

const mayAct = () => drop.hasAttribute("data-filled") && Boolean(preview.src) && chosen().previews;

// Null while it is not known yet.
function sayFaces(faces, height) {
  // Until somebody chooses, a caption keeps off the face.
  if (faces && !field.caption_position.dataset.touched) field.caption_position.value = height > LOW_FACE ? "top" : "bottom";
  if (!part("pointing").hidden) return;
  part("face-words").textContent = faces === 0 ? NO_FACE : "";
}

let stopTiles = () => {};

// The list of reactions acts on one's own picture, where there is one.
function actOnTiles(list) {
  stopTiles();
  stopTiles = () => {};
  if (!list || !acting.isWanted || !mayAct()) return;
  const choice = field.choice.value;
  stopTiles = actInView(list, (words, signal) => acting.tile(words, choice, signal));
}

const chosen = () => choices.find((choice) => choice.value === field.choice.value);
const isFromSource = () => chosen().paints_from === "source";
const isMasked = () => chosen().takes_mask && !mask.isEmpty;

function price() {
  const { credits_per_frame: whole, masked_credits_per_frame: masked } = chosen();
  return Number(field.frames.value) * (isMasked() ? (masked ?? whole) : whole);
}

// The cheaper models that can paint what is asked for: a masked part may cost the same whatever the model.
function fallbacks() {
  const { fallbacks: whole, masked_fallbacks: masked } = chosen();
  const avoids = !field.negative_prompt.disabled && field.negative_prompt.value.trim();
  return (isMasked() ? masked : whole).filter((one) => !avoids || one.takes_negative_prompt);
}

function offerFallbacks() {
  const select = field.fallback_model;
  if (!select) return;
  const offered = fallbacks();
  const wished = select.dataset.wished ?? select.value;
  const { label, credits_per_frame: whole, masked_credits_per_frame: masked } = chosen();
  const options = offered.map(({ value, label: name, credits_per_frame: each }) => {
    return new Option(`Switch to ${name}, ${words(each)} per frame`, value);
  });
  const shown = [new Option("Wait until it's back", ""), ...options];
  // Rebuilt only when it differs: a list that is rebuilt closes under the finger.
  if (shown.map((one) => one.text).join() !== [...select.options].map((one) => one.text).join()) select.replaceChildren(...shown);
  const stepsIn = offered.find((one) => one.value === wished);
  select.value = stepsIn?.value ?? "";
  const usual = isMasked() ? (masked ?? whole) : whole;
  part("fallback-words").textContent = stepsIn
    ? `Then a frame costs ${words(stepsIn.credits_per_frame)} instead of ${usual}. The difference is refunded.`
    : "Nothing is charged while you wait.";
  select.dataset.wished = wished; // kept, so that going to another model and back loses nothing
  part("choice-name").textContent = label;
  part("fallback").classList.remove("for-no-script");
  part("fallback").hidden = select.disabled = offered.length === 0;
}

// Free credits of the day are good for one engine, so what is missing depends on which is chosen.
const lacking = () => Math.max(0, price() - (chosen().spendable ?? Infinity));

const words = (amount) => `${amount.toLocaleString("en")} ${amount === 1 ? "credit" : "credits"}`;

function refresh() {
  offerFallbacks();
  part("acting-toggle").hidden = part("pointing-toggle").hidden = !mayAct();
  const cost = price();
  field.price_shown.value = cost;
  const free = signedIn ? 0 : Number(document.getElementById("free")?.dataset.free ?? 0);
  if (signedIn) part("price").textContent = `Generate · ${words(cost)}`;
  else part("price").textContent = cost <= free ? "Sign up and generate free" : `Sign up to generate · ${words(cost)}`;
  if (free) {
    part("free-words").textContent = `${words(free)} free, no card needed. This GIF costs ${cost}.`;
  }
  if (signedIn) {
    const missing = lacking();
    document.getElementById("generate").hidden = missing > 0;
    document.getElementById("add-credits").hidden = missing === 0;
    part("missing").textContent = `Add credits · need ${missing.toLocaleString("en")} more`;
  }
  const frames = Number(field.frames.value);
  const fps = Number(field.fps.value);
  fillIn();
  const shown = shownCount(frames, Number(field.interpolation_factor.value), field.loop.value);
  part("frames-words").textContent = shown === frames ? `${frames} frames` : `${frames} frames, ${shown} with in-betweens`;
  part("quality-words").textContent = qualityWords(cost, Number(field.interpolation_factor.value));
  part("fps-words").textContent = `${Number(fps.toFixed(1))} fps · ${Number((shown / fps).toFixed(1))} s`;
  part("strength-words").textContent = intensity();
  part("mask-words").textContent = maskWords();
  part("color-stabilization-words").textContent = `${Math.round(Number(field.color_stabilization.value) * 100)}%`;
  part("mask-follows").disabled = !isMasked() || isFromSource();
}

// Until somebody chooses in-betweens, the slider does: the fewer frames are painted and paid, the more are filled in.
function fillIn() {
  if (!field.interpolation_factor.dataset.touched) field.interpolation_factor.value = String(ladder[field.frames.value]);
  filled = Number(field.interpolation_factor.value);
  field.ease.disabled = filled === 1;
  const moves = field.camera.value !== "";
  field.camera_amount.disabled = !moves;
  field.motion_before.disabled = !moves || isMasked() || isFromSource(); // beside a painted part nothing may move
  field.camera_returns.disabled = !moves || field.camera.value === "shake";
}

// As `timelines.rate_that_keeps_duration`: in-betweens that somebody chooses make it smoother, not longer.
function keepDuration() {
  const wanted = Number(field.interpolation_factor.value);
  field.fps.dataset.touched = "yes";
  const scaled = (Number(field.fps.value) * wanted) / filled;
  field.fps.value = wanted < filled ? scaled : Math.max(field.fps.value, Math.min(smoothFps, scaled));
}

// Length and speed that are not the engine's own were somebody's, and stay when another engine is chosen.
function rememberLength() {
  const { frames, fps } = chosen();
  for (const [one, usual] of [[field.frames, frames], [field.fps, fps]]) if (Number(one.value) !== usual) one.dataset.touched = "yes";
}

// So was a caption that is elsewhere than usual, or is written already.
function rememberCaption() {
  if (field.caption.value || field.caption_position.value !== "bottom") field.caption_position.dataset.touched = "yes";
}

// In-betweens that are not the slider's own choice were somebody's, and stay.
function rememberFilling() {
  if (field.interpolation_factor.value !== String(ladder[field.frames.value])) field.interpolation_factor.dataset.touched = "yes";
}

// As `timelines.Timeline.shown_count` counts them.
function shownCount(painted, interpolationFactor, loop) {
  const closes = ["forward", "reverse"].includes(loop);
  const count = closes ? painted * interpolationFactor : (painted - 1) * interpolationFactor + 1;
  const bridgeFrames = bridgeSteps * interpolationFactor;
  if (loop === "ping-pong") return 2 * count - 2;
  if (loop === "return-to-start") return count + bridgeFrames;
  if (loop === "cross-faded") return count - Math.min(bridgeFrames, Math.floor(count / 2));
  return count;
}

function qualityWords(cost, interpolationFactor) {
  if (interpolationFactor === 1) return `Every frame is generated: ${words(cost)}.`;
  return `${words(cost)}. In-between frames are free.`;
}

// Where the slider stands between the least and the most that this model takes, in a word.
function intensity() {
  const { min, max, value } = field.strength;
  const share = (value - min) / (max - min);
  if (share < 0.2) return "very low";
  if (share < 0.4) return "low";
  if (share < 0.6) return "medium";
  return share < 0.8 ? "high" : "very high";
}

function maskWords() {
  const { label, takes_mask: takesMask } = chosen();
  if (!takesMask) return `${label} always moves the whole picture.`;
  if (mask.isEmpty) return "Nothing painted, so the whole picture can move.";
  return field.mask_follows.value && !isFromSource() ? "Only the painted area moves, and it follows the motion." : "Only the painted area moves.";
}

function applyChoice() {
  const choice = chosen();
  part("choice-words").textContent = choice.label;
  part("strength").hidden = field.strength.disabled = !choice.strength;
  if (choice.strength) {
    Object.assign(field.strength, { min: choice.strength.low, max: choice.strength.high, step: choice.strength.step });
    field.strength.value = choice.strength.default;
  }
  if (!field.frames.dataset.touched) field.frames.value = choice.frames;
  if (!field.fps.dataset.touched) field.fps.value = choice.fps;
  part("color-stabilization").hidden = field.color_stabilization.disabled = !choice.drifts;
  if (choice.drifts && !field.color_stabilization.dataset.touched) field.color_stabilization.value = choice.color_stabilization;
  part("negative").hidden = field.negative_prompt.disabled = !choice.takes_negative_prompt;
  maskToggle.hidden = !choice.takes_mask;
  odd.resize(choice.size);
  if (!choice.takes_mask) painting(false);
}

function painting(wish) {
  maskToggle.setAttribute("aria-pressed", String(wish));
  maskTools.hidden = !wish;
  part("easel").toggleAttribute("data-painting", wish);
  maskCanvas.hidden = !wish && !isMasked();
  // Seen but not touchable, so that a swipe over the picture scrolls the page again.
  maskCanvas.style.pointerEvents = wish ? "" : "none";
  maskCanvas.tabIndex = wish ? 0 : -1;
}

let choosing = 0; // of two files chosen one after the other, the later one counts, whichever is read first

async function choose(file, { stays = false, words = null } = {}) {
  const turn = ++choosing;
  message.textContent = "";
  let read;
  try {
    read = await readPicture(file, { rules });
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    if (turn === choosing) showNone(error.message);
    return;
  }
  if (turn !== choosing) return;
  part("picture-note").hidden = !read.moves;
  field.draft.value = "";
  odd.look(read, { size: chosen().size, stays, words });
  await showPart(read, turn);
}

// Of a long picture only a part is shown and sent.
async function showPart(all, turn) {
  const read = odd.part ? await readPicture(all.file, { rules, part: odd.part }) : all;
  if (turn !== choosing) return;
  picture = { ...read, all };
  fill(field.image, read.file);
  showPicture(URL.createObjectURL(read.file), read.width, read.height);
  keepSoon();
}

// What is shown is what is sent: with a file that cannot be read, neither is the one before it.
function showNone(sentence) {
  picture = null;
  fill(field.image, null);
  field.draft.value = "";
  if (preview.src.startsWith("blob:")) URL.revokeObjectURL(preview.src);
  preview.removeAttribute("src");
  drop.removeAttribute("data-filled");
  part("easel").hidden = part("picture-tools").hidden = part("picture-note").hidden = true;
  odd.forget();
  field.image.required = true;
  mask.clear();
  painting(false);
  pointing.forget({ quietly: true });
  acting.renew();
  acting.act();
  message.textContent = sentence;
  keepSoon();
}

function showPicture(address, width, height) {
  if (preview.src.startsWith("blob:")) URL.revokeObjectURL(preview.src);
  Object.assign(preview, { src: address, width, height });
  preview.style.backgroundColor = odd.background;
  drop.toggleAttribute("data-filled", true);
  fitStage(width, height);
  part("easel").hidden = part("picture-tools").hidden = false;
  field.image.required = false;
  mask.open(width, height);
  painting(false);
  pointing.forget({ quietly: true });
  acting.renew();
  acting.act();
  refresh();
  understood.renew();
}

function fitStage(width, height) {
  part("easel").style.inlineSize = `min(100%, ${((odd.asks ? ASKED_STAGE_VH : STAGE_VH) * width) / height}vh)`;
}

function keepSoon() {
  clearTimeout(saving);
  saving = setTimeout(keep, SAVE_AFTER_MS);
}

async function keep() {
  clearTimeout(saving);
  const fields = Object.fromEntries(KEPT_FIELDS.map((name) => [name, field[name]?.value ?? ""]));
  if (!picture && !fields.prompt.trim()) return;
  await saveDraft({ image: picture?.all.file ?? null, mask: await mask.toFile(), fields, odd: odd.words });
}

const isSameFile = (one, other) => one.name === other.name && one.size === other.size;

async function restore() {
  const last = await loadLast();
  const kept = await loadDraft();
  const draft = kept ?? (cameBack ? last : undefined);
  // A picture that was chosen before this script was there, or that the browser itself kept, is the newest.
  const [chosenBefore] = field.image.files;
  // On the way back browsers keep the file of a draft, and not what was painted and pointed at on it.
  const isOwn = Boolean(draft?.image) && (!chosenBefore || isSameFile(chosenBefore, draft.image));
  if (draft) {
    if (!kept) part("note-words").textContent = "Your last GIF's settings are back.";
    // A form that comes back with an answer already holds what was typed; only the picture is lost in the post.
    if (!form.hasAttribute("data-answered")) {
      if (choices.some((choice) => choice.value === draft.fields.choice)) {
        field.choice.value = draft.fields.choice;
        applyChoice();
      }
      for (const name of KEPT_FIELDS) if (name !== "choice" && field[name]) field[name].value = draft.fields[name] ?? "";
      if (field.fallback_model) field.fallback_model.dataset.wished = draft.fields.fallback_model ?? "";
      rememberFilling();
      rememberLength();
      rememberCaption();
      document.getElementById("draft-note").hidden = false;
    }
    if (isOwn) {
      await choose(draft.image, { stays: true, words: draft.odd });
      pointing.take(draft.fields.face ?? ""); // another picture forgets it; this is the one that it is of
      if (draft.mask) await mask.restore(draft.mask);
      if (!mask.isEmpty) painting(true);
    }
  }
  if (chosenBefore && !isOwn) await choose(chosenBefore);
  const wished = new URLSearchParams(location.search).get("prompt");
  if (wished && !field.prompt.value) field.prompt.value = wished;
  refresh();
  understood.look();
  acting.act();
}

field.image.addEventListener("change", () => {
  if (field.image.files.length) choose(field.image.files[0]);
});

// Our own sentences, all at once, instead of the browser's bubbles one after the other.
form.noValidate = true;

function isWhole() {
  const lacksPicture = field.image.required;
  const lacksWords = !field.prompt.value.trim();
  const lacksConsent = Boolean(field.consent) && !field.consent.checked;
  message.textContent = lacksPicture ? "Add a picture first. Nothing was charged." : "";
  markPrompt(lacksWords ? "Describe what should happen." : "");
  if (lacksPicture) {
    drop.scrollIntoView({ block: "center" });
    field.image.focus({ preventScroll: true });
  } else if (lacksWords) field.prompt.focus();
  else if (lacksConsent) field.consent.focus();
  if (field.consent) markConsent(lacksConsent ? "Confirm this to generate. Nothing was charged." : "");
  return !lacksPicture && !lacksWords && !lacksConsent;
}

function markConsent(sentence) {
  const words = part("consent-message");
  words.textContent = sentence;
  words.hidden = !sentence;
  field.consent.toggleAttribute("aria-invalid", Boolean(sentence));
}

field.consent?.addEventListener("change", () => markConsent(""));

function markPrompt(sentence) {
  const words = part("prompt-message");
  words.textContent = sentence;
  words.hidden = !sentence;
  if (!sentence) return;
  document.getElementById(`${field.prompt.id}_error`)?.remove();
  field.prompt.setAttribute("aria-invalid", "true");
  field.prompt.setAttribute("aria-describedby", words.id);
}

field.prompt.addEventListener("input", () => {
  markPrompt("");
  field.prompt.removeAttribute("aria-invalid");
});

document.addEventListener("dragover", (event) => {
  if (!event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  part("veil").hidden = false;
});

document.addEventListener("dragleave", ({ relatedTarget }) => {
  if (!relatedTarget) part("veil").hidden = true;
});

document.addEventListener("drop", (event) => {
  part("veil").hidden = true;
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  const file = pictureIn(event.dataTransfer);
  if (file) choose(file);
  else {
    choosing += 1;
    showNone("We can't read that file. Use JPEG, PNG, WebP, AVIF or GIF.");
  }
});

document.addEventListener("paste", ({ clipboardData }) => {
  const file = pictureIn(clipboardData);
  if (file) choose(file);
});

form.addEventListener("input", ({ target }) => {
  if (target === brush) return;
  if (target.name === "choice") applyChoice();
  if (target.name === "choice" || target === field.prompt) understood.lookSoon();
  if (target.name === "choice" || target === field.prompt || target === field.strength) acting.actSoon();
  if (target === field.interpolation_factor) keepDuration();
  if ([field.color_stabilization, field.interpolation_factor, field.frames, field.fps, field.caption_position].includes(target)) target.dataset.touched = "yes";
  if (target === field.fallback_model) target.dataset.wished = target.value;
  refresh();
  keepSoon();
});

form.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  if (button.hasAttribute("data-example")) {
    field.prompt.value = button.textContent.trim();
    field.prompt.focus();
    understood.look();
    acting.act();
    keepSoon();
  } else if (button === maskToggle) painting(button.getAttribute("aria-pressed") === "false");
  else if (button.dataset.maskMode) {
    mask.erasing = button.dataset.maskMode === "erase";
    for (const other of form.querySelectorAll("[data-mask-mode]")) {
      other.setAttribute("aria-pressed", String(other === button));
    }
  } else if (button.dataset.foundPart) paintFound(button);
  else if (button.dataset.maskPart) mask.paintPart(button.dataset.maskPart);
  else if (button.hasAttribute("data-mask-undo")) mask.undo();
  else if (button.hasAttribute("data-mask-clear")) mask.clear();
  else if (button.dataset.brushStep) brush.value = Number(brush.value) + Number(button.dataset.brushStep);
});

// A part of the picture that the site finds: painted like a stroke, so that it can be undone.
async function paintFound(button) {
  button.disabled = true;
  const found = await acting.part(button.dataset.foundPart);
  button.disabled = false;
  part("found-words").textContent = found ? "" : `We can't find that in this picture. Use the brush, or point at the face first.`;
  if (found) await mask.paintWhite(found);
}

document.getElementById("start-over").addEventListener("click", async () => {
  clearTimeout(saving);
  await clearDraft();
  location.assign(form.action);
});

for (const link of document.querySelectorAll("[data-leave]")) {
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    await keep();
    location.assign(link.href);
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.querySelector(".create-action .button:not([hidden])").click();
});

/** Leave to buy what is missing. With a picture the draft is kept on the site, so that the way back works anywhere. */
async function leaveToBuy(button) {
  await keep();
  if (!picture && !field.draft.value) {
    location.assign(`${button.dataset.buy}?${new URLSearchParams({ need: lacking(), draft: "here" })}`);
    return;
  }
  button.disabled = true;
  fill(field.mask, isMasked() ? await mask.toFile() : null);
  const wish = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
  form.append(wish);
  form.submit();
  wish.remove();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (event.submitter?.id === "add-credits") {
    await leaveToBuy(event.submitter);
    return;
  }
  const button = document.getElementById("generate");
  if (!button || button.hidden || button.disabled || !isWhole()) return;
  button.disabled = true;
  try {
    // Sent unmasked, the whole picture would move and be paid for.
    fill(field.mask, isMasked() ? await mask.toFile() : null);
  } catch {
    button.disabled = false;
    message.textContent = "Your painted area couldn't be read. Paint it again. Nothing was charged.";
    return;
  }
  await keep();
  markSubmitted();
  form.submit();
});

window.addEventListener("pageshow", ({ persisted }) => {
  for (const button of form.querySelectorAll(".create-action button")) button.disabled = false;
  // Coming back to this page means a new wish: the old key would answer with the animation that it already made.
  if (persisted || cameBack) field.request_key.value = crypto.getRandomValues(new Uint32Array(4)).join("-");
});

if (drop.hasAttribute("data-filled")) {
  const [width, height] = ["width", "height"].map((name) => Number(preview.getAttribute(name)));
  fitStage(width, height);
  mask.open(width, height);
}
if (form.hasAttribute("data-answered")) rememberFilling();
const [postedStrength, postedStabilization] = [field.strength.value, field.color_stabilization.value];
rememberLength();
rememberCaption();
applyChoice();
if (form.hasAttribute("data-answered")) Object.assign(field.strength, { value: postedStrength });
if (form.hasAttribute("data-answered") && !field.color_stabilization.disabled) Object.assign(field.color_stabilization, { value: postedStabilization });
painting(false);
refresh();
await restore();
