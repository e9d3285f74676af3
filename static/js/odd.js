// Pictures that need a choice before anything is painted from them: too long, too small, or transparent.
//
// As `apps/imaging/odd.py` judges them, so that nobody is asked only after pressing Generate.

const STEP = 0.02; // of the way, per arrow key
const LARGE_STEP = 0.1; // with Shift, or Page Up and Page Down

/**
 * The questions in `form`. `rules` are the site's limits. `changed(part)` is called when something was chosen: `part` says whether another
 * part of the picture is wanted.
 */
export function createOdd({ form, rules, changed }) {
  const panel = (name) => form.querySelector(`[data-odd="${name}"]`);
  const radios = (name) => [...form.querySelectorAll(`input[name="${name}"]`)];
  const sheet = form.querySelector("[data-cropper]");
  const thumbnail = form.querySelector("[data-cropper-picture]");
  const box = form.querySelector("[data-cropper-box]");
  const color = form.querySelector('input[name="background_color"]');

  let seen = null; // what `readPicture` says of the whole picture
  let at = null; // where the crop begins, as a share of the way that it can go; "whole"; null for a picture that is not long
  let grip = null; // while it is dragged: where the pointer and the crop were

  const isTall = () => seen.whole.height > seen.whole.width;
  const longest = () => Math.max(seen.whole.width, seen.whole.height);
  const shortest = () => Math.min(seen.whole.width, seen.whole.height);
  const share = () => (rules.crop_aspect * shortest()) / longest();
  const wayOf = (place) => (place === "upper" ? Math.max(0, (1 / 3 - share() / 2) / (1 - share())) : rules.places[place]);
  const chosen = (name) => radios(name).find((radio) => radio.checked)?.value;

  function choose(name, value) {
    for (const radio of radios(name)) radio.checked = radio.value === value;
  }

  function ask(name, wish) {
    panel(name).hidden = panel(name).disabled = !wish;
  }

  function part() {
    if (at === null || at === "whole") return { x: 0, y: 0, width: 1, height: 1 };
    const begin = at * (1 - share());
    return isTall() ? { x: 0, y: begin, width: 1, height: share() } : { x: begin, y: 0, width: share(), height: 1 };
  }

  function drawBox() {
    const { x, y, width, height } = part();
    Object.assign(box.style, { left: `${x * 100}%`, top: `${y * 100}%`, width: `${width * 100}%`, height: `${height * 100}%` });
    const way = at === "whole" ? 0 : Math.round(at * 100);
    box.setAttribute("aria-orientation", isTall() ? "vertical" : "horizontal");
    box.setAttribute("aria-valuenow", String(way));
    box.setAttribute("aria-valuetext", at === "whole" ? "Whole picture" : `${way} % from the ${isTall() ? "top" : "left"}`);
  }

  function moveTo(way) {
    at = Math.min(1, Math.max(0, way));
    const place = Object.keys(rules.places).find((name) => (isTall() || name !== "upper") && Math.abs(wayOf(name) - at) < 0.001);
    choose("picture_crop", place);
    drawBox();
  }

  function isSmall({ good_side: good, max_side: side, max_pixels: pixels }) {
    const { width, height } = part();
    const [wide, tall] = [width * seen.whole.width, height * seen.whole.height];
    return Math.min(wide, tall) * Math.min(1, side / Math.max(wide, tall), Math.sqrt(pixels / (wide * tall))) < good;
  }

  box.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button !== 0 || at === "whole") return;
    box.setPointerCapture(event.pointerId);
    grip = { x: event.clientX, y: event.clientY, at };
  });
  box.addEventListener("pointermove", (event) => {
    if (!grip) return;
    const length = isTall() ? thumbnail.clientHeight : thumbnail.clientWidth;
    const moved = isTall() ? event.clientY - grip.y : event.clientX - grip.x;
    moveTo(grip.at + moved / (length * (1 - share())));
  });
  for (const end of ["pointerup", "pointercancel"]) {
    box.addEventListener(end, () => {
      if (!grip) return;
      const { at: before } = grip;
      grip = null;
      if (before !== at) changed(true);
    });
  }
  box.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? LARGE_STEP : STEP;
    const steps = { ArrowUp: -step, ArrowLeft: -step, ArrowDown: step, ArrowRight: step, PageUp: -LARGE_STEP, PageDown: LARGE_STEP, Home: -1, End: 1 };
    if (!(event.key in steps)) return;
    event.preventDefault();
    moveTo((at === "whole" ? 0 : at) + steps[event.key]);
    changed(true);
  });
  for (const radio of radios("picture_crop")) {
    radio.addEventListener("change", () => {
      if (!seen) return; // a picture that only the site has
      if (radio.value === "whole") {
        at = "whole";
        drawBox();
      } else moveTo(wayOf(radio.value));
      changed(true);
    });
  }
  for (const input of [...radios("enlarge"), ...radios("background")]) input.addEventListener("change", () => changed(false));
  color.addEventListener("input", () => {
    choose("background", "own");
    changed(false);
  });

  return {
    /**
     * Ask what is to be asked about a picture. `size` are the sides that the engine takes. With `stays`, what the site itself asked stays asked.
     * `words` are choices that were made before.
     */
    look(picture, { size, stays = false, words = null }) {
      seen = picture;
      if (!stays) for (const one of form.querySelectorAll("[data-asked]")) one.removeAttribute("data-asked");
      const isLong = longest() > rules.long_aspect * shortest();
      ask("crop", isLong);
      sheet.hidden = !isLong;
      at = null;
      if (isLong) {
        panel("crop").toggleAttribute("data-tall", isTall());
        form.querySelector("[data-crop-whole]").hidden = longest() > rules.max_aspect * shortest();
        if (thumbnail.src.startsWith("blob:")) URL.revokeObjectURL(thumbnail.src);
        thumbnail.src = URL.createObjectURL(picture.file);
        const before = words?.crop ?? null;
        if (before === "whole") {
          at = before;
          choose("picture_crop", "whole");
          drawBox();
        } else moveTo(before ?? wayOf(isTall() ? "upper" : "middle"));
      }
      const isClear = picture.clear >= rules.clear_share || panel("background").hasAttribute("data-asked");
      ask("background", isClear);
      if (isClear) {
        choose("background", words?.background ?? (picture.brightness > rules.light_level ? "black" : "white"));
        if (words?.color) color.value = words.color;
      }
      if (words?.enlarge) choose("enlarge", words.enlarge);
      this.resize(size);
    },

    /** Ask about the size, which depends on the engine and on the part that was chosen. */
    resize(size) {
      if (!seen) return;
      ask("enlarge", isSmall(size) || panel("enlarge").hasAttribute("data-asked"));
      if (!panel("enlarge").hidden && !chosen("enlarge")) choose("enlarge", "yes");
    },

    /** The share of the longer side that a crop takes. */
    get share() {
      return share();
    },

    /** Put what is `middle` of the way along the longer side in the middle of the crop as far as it reaches. */
    center(middle) {
      moveTo((middle - share() / 2) / (1 - share()));
    },

    /** There is no picture any more. */
    forget() {
      seen = at = null;
      for (const name of ["crop", "enlarge", "background"]) {
        panel(name).removeAttribute("data-asked");
        ask(name, false);
      }
    },

    /** Whether anything is asked. */
    get asks() {
      return ["crop", "enlarge", "background"].some((name) => !panel(name).hidden);
    },

    /** The part of a long picture that is wanted, in shares, or null for a picture that is not long. */
    get part() {
      return at === null ? null : part();
    },

    /** The color behind a transparent picture, or "". */
    get background() {
      if (panel("background").hidden) return "";
      return chosen("background") === "own" ? color.value : chosen("background");
    },

    /** What was chosen, to be kept with the draft. */
    get words() {
      return { crop: at, enlarge: chosen("enlarge"), background: chosen("background"), color: color.value };
    },
  };
}
