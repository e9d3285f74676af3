// The loop editor: order, speed and shape of the painted frames, shown at once. Everything else waits for the server.

const ORDERS = {
  forward: (list) => list,
  once: (list) => list,
  reverse: (list) => [...list].reverse(),
  "ping-pong": (list) => [...list, ...list.slice(1, -1).reverse()],
  "return-to-start": (list) => list,
  "cross-faded": (list) => list,
};
const TYPED_MS = 250; // a pause in typing, after which the caption is drawn
const REST_MS = 900; // after a single showing, before the preview begins again

const prefersStill = matchMedia("(prefers-reduced-motion: reduce)");
let started; // the form that is being shown; htmx may bring another one

function start() {
  const form = document.getElementById("design-form");
  if (!form || form === started) return;
  started = form;
  const data = JSON.parse(document.getElementById("preview-data").textContent);
  const { frames, bridge_steps: bridgeSteps } = data;
  const field = form.elements;
  const picture = document.getElementById("preview-frame");
  const stage = document.getElementById("preview");
  const caption = document.getElementById("preview-caption");
  const lettering = document.getElementById("preview-lettering");
  const words = document.getElementById("preview-words");
  const refusal = document.getElementById("preview-refusal");
  const button = document.getElementById("preview-button");
  const details = document.getElementById("design");
  const whole = picture.width / picture.height;
  let at = 0;
  let timer;
  let playing = false;
  let loaded = false;
  let lettered = ""; // the address of the caption that is shown or on its way
  let typing;
  let filled = Number(field.interpolation_factor.value) || 1;

  const number = (input, usual) => (Number.isFinite(input.valueAsNumber) ? input.valueAsNumber : usual);
  const chosen = () => [...field.loop].find((one) => one.checked)?.value ?? "forward";

  // As `timeline._trim` refuses; empty when these frames can be kept.
  function cutRefusal() {
    const [first, last] = [number(field.first, 1), number(field.last, frames.length)];
    if (first < 1 || last < first || last > frames.length) return data.outside;
    return last - first + 1 < data.least ? data.too_short : "";
  }

  function wish() {
    const whole = cutRefusal() !== "";
    const first = whole ? 1 : Math.round(number(field.first, 1));
    const last = whole ? frames.length : Math.round(number(field.last, frames.length));
    const fps = Math.min(50, Math.max(1, number(field.fps, 8)));
    const interpolationFactor = Number(field.interpolation_factor.value) || 1;
    const kept = frames.slice(first - 1, last);
    return { kept, fps, interpolationFactor, loop: chosen(), order: ORDERS[chosen()](kept) };
  }

  // As `timelines.Timeline.shown_count` counts them.
  function shownCount({ kept, interpolationFactor, loop }) {
    const closes = ["forward", "reverse"].includes(loop) && kept.length > 1;
    const count = closes ? kept.length * interpolationFactor : (kept.length - 1) * interpolationFactor + 1;
    const bridgeFrames = bridgeSteps * interpolationFactor;
    if (loop === "ping-pong") return Math.max(count, 2 * count - 2);
    if (loop === "return-to-start") return count > 1 ? count + bridgeFrames : count;
    if (loop === "cross-faded") return count - Math.min(bridgeFrames, Math.floor(count / 2));
    return count;
  }

  function step() {
    const { order, fps, interpolationFactor, loop } = wish();
    at = (at + 1) % order.length;
    picture.src = order[at];
    const rest = loop === "once" && at === order.length - 1 ? REST_MS : 0;
    timer = setTimeout(step, (1000 * interpolationFactor) / fps + rest);
  }

  async function play(wanted) {
    playing = wanted;
    clearTimeout(timer);
    button.setAttribute("aria-pressed", String(playing));
    button.querySelector("span").textContent = playing ? "Pause" : "Play";
    const use = button.querySelector("use");
    use.setAttribute("href", use.getAttribute("href").replace(/#\w+$/, playing ? "#pause" : "#play"));
    if (!playing) return;
    if (!loaded) {
      loaded = true; // fetched once, when somebody looks
      await Promise.allSettled(frames.map((address) => Object.assign(new Image(), { src: address }).decode()));
    }
    clearTimeout(timer);
    if (playing) step();
  }

  // The caption as it will stand on the file, drawn where that is made. Without an answer: what CSS can do.
  function letter() {
    caption.textContent = field.caption.value.trim();
    caption.dataset.position = field.caption_position.value;
    const wished = { text: caption.textContent, position: field.caption_position.value, shape: field.shape.value };
    const address = caption.textContent ? `${data.caption_url}?${new URLSearchParams(wished)}` : "";
    if (address === lettered) return;
    lettered = address;
    clearTimeout(typing);
    if (address) typing = setTimeout(draw, TYPED_MS, address);
    else show({});
  }

  async function draw(address) {
    let shown = { plainly: true };
    try {
      const answer = await fetch(address);
      if (answer.ok) shown = { picture: URL.createObjectURL(await answer.blob()) };
      else if (answer.status === 422) shown = { sentence: await answer.text() };
    } catch {
      // no network: as CSS shows it
    }
    if (address === lettered) show(shown);
    else if (shown.picture) URL.revokeObjectURL(shown.picture);
  }

  function show({ picture: drawn = "", sentence = "", plainly = false }) {
    if (lettering.src) URL.revokeObjectURL(lettering.src);
    if (drawn) lettering.src = drawn;
    else lettering.removeAttribute("src");
    lettering.hidden = !drawn;
    caption.hidden = !plainly;
    refusal.textContent = sentence;
    refusal.hidden = !sentence;
  }

  const rate = (fps) => Number(fps.toFixed(1)).toString();

  // As `templatetags.common.megabytes` says it.
  function inBytes(size) {
    return size < 999_500 ? `${Math.max(1, Math.round(size / 1000))} KB` : `${(size / 1_000_000).toFixed(1)} MB`;
  }

  // As `timelines.rate_that_keeps_duration`: what is filled in makes it smoother, not longer.
  function keepDuration() {
    const wanted = Number(field.interpolation_factor.value) || 1;
    const now = number(field.fps, 8);
    const scaled = (now * wanted) / filled;
    field.fps.value = Number((wanted < filled ? scaled : Math.max(now, Math.min(data.smooth_fps, scaled))).toFixed(2));
    filled = wanted;
  }

  function refresh() {
    const now = wish();
    const count = shownCount(now);
    const seconds = count / now.fps;
    const refused = cutRefusal();
    const size = inBytes(Math.min(data.bytes_a_frame * count, data.most_bytes[field.file_size.value] || Infinity));
    words.textContent = refused || `${count} frames · ${seconds.toFixed(1)} s · ${rate(now.fps)} fps · about ${size}`;
    words.classList.toggle("errorlist", refused !== "");
    const [wide, high] = field.shape.value === "square" ? [1, 1] : field.shape.value.split(":").map(Number);
    stage.style.setProperty("--shape", wide && high ? wide / high : whole);
    picture.style.objectPosition = `${field.focus_x.value * 100}% ${field.focus_y.value * 100}%`;
    document.getElementById("field-focus").hidden = !(wide && high);
    const moves = field.camera.value !== "";
    field.camera_amount.disabled = !moves || field.camera.value === "own";
    field.camera_returns.disabled = !moves || field.camera.value === "shake";
    field.ease.disabled = now.interpolationFactor === 1;
    letter();
    if (!playing) picture.src = now.order[Math.min(at, now.order.length - 1)];
  }

  field.interpolation_factor.addEventListener("input", keepDuration);
  form.addEventListener("input", refresh);
  button.addEventListener("click", () => play(!playing));
  details.addEventListener("toggle", () => play(details.open && !prefersStill.matches));
  refresh();
  if (details.open && !prefersStill.matches) play(true);
}

document.addEventListener("htmx:after:swap", start);
start();
