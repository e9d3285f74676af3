// A brush over the picture. What is painted may move; the rest stays as it is, to the pixel.
//
// Strokes are kept as points and drawn again on undo: a picture per step would take 6 MB each.

const STEP = 10; // image pixels per arrow key
const LARGE_STEP = 40; // with Shift
const BRUSH_STEP = 8;
const PARTS = {
  top: [0, 0, 1, 0.5],
  middle: [0.25, 0.25, 0.5, 0.5],
  bottom: [0, 0.5, 1, 0.5],
};

/**
 * Make `canvas` paintable. `ring` shows the brush, `brush` is the range input that holds its width in image pixels.
 * `changed()` is called after every finished stroke. Coordinates are image pixels throughout.
 */
export function createMask({ canvas, ring, brush, changed }) {
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  let marks = [];
  let stroke = null;
  let erasing = false;
  let cursor = { x: 0, y: 0 };
  let empty = true;

  const size = () => Number(brush.value);

  function draw(mark) {
    pen.globalCompositeOperation = mark.erase ? "destination-out" : "source-over";
    pen.fillStyle = pen.strokeStyle = getComputedStyle(canvas).color;
    if (mark.bitmap) pen.drawImage(mark.bitmap, 0, 0, canvas.width, canvas.height);
    else if (mark.part) {
      const [x, y, width, height] = mark.part;
      pen.fillRect(x * canvas.width, y * canvas.height, width * canvas.width, height * canvas.height);
    } else if (mark.points) line(mark, 0);
  }

  function line({ points, width }, from) {
    pen.lineWidth = width;
    pen.lineCap = pen.lineJoin = "round";
    pen.beginPath();
    pen.moveTo(...points[Math.max(0, from - 1)]);
    for (const point of points.slice(from)) pen.lineTo(...point);
    if (points.length === 1) pen.lineTo(points[0][0] + 0.01, points[0][1]); // a dot is a line too short to see
    pen.stroke();
  }

  function redraw() {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    marks.forEach(draw);
  }

  // Whatever was painted before all was cleared is gone.
  function on() {
    const cleared = marks.findLastIndex((mark) => mark.isClear);
    return new Set(marks.slice(cleared + 1).map((mark) => mark.name).filter(Boolean));
  }

  function settle() {
    const words = new Uint32Array(pen.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    empty = words.every((word) => word === 0);
    changed();
  }

  function begin() {
    stroke = { erase: erasing, width: size(), points: [[cursor.x, cursor.y]] };
    marks.push(stroke);
    draw(stroke);
    ring.toggleAttribute("data-down", true);
  }

  function extend() {
    stroke.points.push([cursor.x, cursor.y]);
    pen.globalCompositeOperation = stroke.erase ? "destination-out" : "source-over";
    line(stroke, stroke.points.length - 1);
  }

  function finish() {
    if (!stroke) return;
    stroke = null;
    ring.toggleAttribute("data-down", false);
    settle();
  }

  function showRing() {
    const scale = canvas.clientWidth / canvas.width || 1;
    const width = size() * scale;
    ring.hidden = false;
    ring.style.inlineSize = ring.style.blockSize = `${width}px`;
    ring.style.transform = `translate(${cursor.x * scale - width / 2}px, ${cursor.y * scale - width / 2}px)`;
  }

  function moveTo(event) {
    const box = canvas.getBoundingClientRect();
    cursor = {
      x: ((event.clientX - box.left) * canvas.width) / box.width,
      y: ((event.clientY - box.top) * canvas.height) / box.height,
    };
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    finish();
    moveTo(event);
    begin();
    showRing();
  });

  canvas.addEventListener("pointermove", (event) => {
    if (!event.isPrimary) return;
    const steps = event.getCoalescedEvents?.() ?? [];
    for (const step of steps.length ? steps : [event]) {
      moveTo(step);
      if (stroke && canvas.hasPointerCapture(event.pointerId)) extend();
    }
    showRing();
  });

  canvas.addEventListener("pointerup", finish);
  canvas.addEventListener("pointercancel", finish);
  canvas.addEventListener("pointerleave", () => {
    if (!canvas.matches(":focus-visible")) ring.hidden = true;
  });

  canvas.addEventListener("focus", () => {
    if (canvas.matches(":focus-visible")) showRing();
  });
  canvas.addEventListener("blur", () => {
    finish();
    ring.hidden = true;
  });

  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() !== "z") return;
      event.preventDefault();
      mask.undo();
      return;
    }
    const step = event.shiftKey ? LARGE_STEP : STEP;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (event.key in moves) {
      const [x, y] = moves[event.key];
      cursor = {
        x: Math.min(canvas.width, Math.max(0, cursor.x + x)),
        y: Math.min(canvas.height, Math.max(0, cursor.y + y)),
      };
      if (stroke) extend();
    } else if (event.key === " ") {
      if (stroke) finish();
      else begin();
    } else if (event.key === "[" || event.key === "]") {
      brush.value = size() + (event.key === "]" ? BRUSH_STEP : -BRUSH_STEP);
    } else return;
    event.preventDefault();
    showRing();
  });

  async function tinted(blob) {
    const bitmap = await createImageBitmap(blob);
    const sheet = document.createElement("canvas");
    sheet.width = canvas.width;
    sheet.height = canvas.height;
    const brushwork = sheet.getContext("2d");
    brushwork.drawImage(bitmap, 0, 0, sheet.width, sheet.height);
    const pixels = brushwork.getImageData(0, 0, sheet.width, sheet.height);
    for (let i = 0; i < pixels.data.length; i += 4) pixels.data[i + 3] = pixels.data[i];
    brushwork.putImageData(pixels, 0, 0);
    brushwork.globalCompositeOperation = "source-in";
    brushwork.fillStyle = getComputedStyle(canvas).color;
    brushwork.fillRect(0, 0, sheet.width, sheet.height);
    return sheet;
  }

  const mask = {
    /** Start with nothing painted on a picture of this size. */
    open(width, height) {
      canvas.width = width;
      canvas.height = height;
      marks = [];
      stroke = null;
      cursor = { x: width / 2, y: height / 2 };
      const shortSide = Math.min(width, height);
      brush.max = Math.max(40, Math.min(200, Math.round(shortSide / 2)));
      brush.value = Math.max(8, Math.round(shortSide * 0.08));
      empty = true;
      changed();
    },

    set erasing(wish) {
      erasing = wish;
    },

    get erasing() {
      return erasing;
    },

    get isEmpty() {
      return empty;
    },

    undo() {
      finish();
      marks.pop();
      redraw();
      settle();
    },

    clear() {
      finish();
      if (empty) return;
      marks.push({ erase: true, part: [0, 0, 1, 1], isClear: true });
      redraw();
      settle();
    },

    /** Whether a part was painted by its button, and is not painted away again. */
    isOn(name) {
      return on().has(name);
    },

    /** Take a part that its button painted off again. */
    takeOff(name) {
      finish();
      marks = marks.filter((mark) => mark.name !== name);
      redraw();
      settle();
    },

    /** Paint, or erase, a section of the picture; one that is on is taken off. */
    togglePart(name) {
      if (!erasing && mask.isOn(name)) {
        mask.takeOff(name);
        return;
      }
      finish();
      marks.push({ erase: erasing, part: PARTS[name], name: erasing ? "" : name });
      redraw();
      settle();
    },

    /** Paint what an earlier `toFile` gave, and nothing else: white becomes painted. */
    async restore(blob) {
      marks = [{ erase: false, bitmap: await tinted(blob) }];
      redraw();
      settle();
    },

    /** Paint, or erase, where a picture of the same shape is white: the part of this name. */
    async paintWhite(blob, name) {
      finish();
      const bitmap = await tinted(blob);
      marks.push({ erase: erasing, bitmap, name: erasing ? "" : name });
      redraw();
      settle();
    },

    /** A PNG of the picture's size: white where something is painted, black elsewhere. Null when nothing is painted. */
    async toFile() {
      finish();
      if (empty) return null;
      const sheet = document.createElement("canvas");
      sheet.width = canvas.width;
      sheet.height = canvas.height;
      const pixels = pen.getImageData(0, 0, canvas.width, canvas.height);
      const words = new Uint32Array(pixels.data.buffer);
      // A pixel is in or out: half-painted edges of the brush would be half-moved seams.
      for (let i = 0; i < words.length; i += 1) words[i] = pixels.data[4 * i + 3] > 127 ? 0xffffffff : 0xff000000;
      sheet.getContext("2d").putImageData(pixels, 0, 0);
      const blob = await new Promise((resolve) => sheet.toBlob(resolve, "image/png"));
      if (!blob) throw new Error("the painted part could not be written");
      return new File([blob], "mask.png", { type: "image/png" });
    },
  };
  return mask;
}

/** Let the buttons of parts say which are painted. */
export function showParts(root, mask) {
  for (const button of root.querySelectorAll("[data-mask-part], [data-found-part]")) {
    button.setAttribute("aria-pressed", String(mask.isOn(button.dataset.maskPart ?? button.dataset.foundPart)));
  }
}
