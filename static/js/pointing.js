// Where no face is found, somebody points at one: an eye, the other eye, the mouth. With a finger, a mouse or the arrow keys.

const STEP = 0.01; // shares of the picture per arrow key
const LARGE_STEP = 0.05; // with Shift
const isTouched = matchMedia("(hover: none)").matches;
const ASKED = [`${isTouched ? "Tap" : "Click"} one eye.`, "Now the other eye.", "Now the middle of the mouth."];

/** Make `layer` a place to point at. `field` is the hidden input with six shares; `changed()` is called when it is set or emptied. */
export function createPointing({ layer, field, button, clear, words, keys, changed }) {
  let places = [];
  let cursor = { x: 0.5, y: 0.45 };

  const marks = () => [...layer.querySelectorAll("[data-mark]")];
  const cross = layer.querySelector("[data-cross]");

  function put(mark, { x, y }) {
    mark.hidden = false;
    mark.style.insetInlineStart = `${100 * x}%`;
    mark.style.insetBlockStart = `${100 * y}%`;
  }

  function draw() {
    marks().forEach((mark, index) => {
      if (places[index]) put(mark, places[index]);
      else mark.hidden = true;
    });
    put(cross, cursor);
    words.textContent = ASKED[places.length] ?? "";
  }

  function begin() {
    places = [];
    cursor = { x: 0.5, y: 0.45 };
    layer.hidden = false;
    button.setAttribute("aria-pressed", "true");
    draw();
    keys.hidden = isTouched;
    layer.focus({ preventScroll: true });
  }

  function end() {
    layer.hidden = true;
    keys.hidden = true;
    button.setAttribute("aria-pressed", "false");
    words.textContent = "";
  }

  function set(place) {
    places.push(place);
    if (places.length < ASKED.length) {
      draw();
      return;
    }
    field.value = places.flatMap(({ x, y }) => [x.toFixed(4), y.toFixed(4)]).join(",");
    end();
    clear.hidden = false;
    button.focus({ preventScroll: true });
    changed();
  }

  function forget({ quietly = false } = {}) {
    field.value = "";
    clear.hidden = true;
    if (!layer.hidden) end();
    if (!quietly) changed();
  }

  button.addEventListener("click", () => (layer.hidden ? begin() : end()));
  clear.addEventListener("click", () => {
    forget();
    button.focus({ preventScroll: true });
  });

  layer.addEventListener("pointermove", (event) => {
    cursor = placeOf(event);
    put(cross, cursor);
  });

  layer.addEventListener("pointerup", (event) => {
    event.preventDefault();
    set(placeOf(event));
  });

  layer.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? LARGE_STEP : STEP;
    const [dx, dy] = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key] ?? [0, 0];
    if (dx || dy) {
      cursor = { x: inside(cursor.x + dx), y: inside(cursor.y + dy) };
      put(cross, cursor);
    } else if (event.key === "Enter" || event.key === " ") set({ ...cursor });
    else if (event.key === "Escape") {
      end();
      button.focus({ preventScroll: true });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });

  function placeOf({ clientX, clientY }) {
    const { left, top, width, height } = layer.getBoundingClientRect();
    return { x: inside((clientX - left) / width), y: inside((clientY - top) / height) };
  }

  const inside = (share) => Math.min(1, Math.max(0, share));

  clear.hidden = !field.value;
  return {
    forget,
    /** Take a face that was pointed at before. */
    take(shares) {
      field.value = shares;
      clear.hidden = !shares;
    },
  };
}
