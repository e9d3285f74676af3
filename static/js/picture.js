// Read a picture the way the painters will see it: turned upright, at most LONG_SIDE pixels, one still frame.

const LONG_SIDE = 1536; // more than any engine paints; a phone's 12-megapixel photo shrinks to a twentieth of its bytes
const KEPT_TYPES = ["image/png", "image/jpeg", "image/webp", "image/avif"];
const JPEG_QUALITY = 0.92; // no visible blocks, so that none are repeated from frame to frame
const MOST_PIXELS = 16_000_000; // a canvas on a phone holds no more
const LOOK_SIDE = 512; // where transparency is looked for

export class Unreadable extends Error {}

/**
 * Return `{ file, width, height, moves, whole, clear, brightness }` of a picture ready to be sent; of one that moves, the first frame. A picture that is
 * small enough and of a type that is taken stays as it is. Of a long one so much is kept that a crop of it is as large as other pictures are.
 * With `part`, only that part of it, in shares. `whole` holds the sides of all of it; `clear` is the share of transparent pixels, and `brightness`
 * that of the others. Throws Unreadable when the browser cannot decode it, or it is too small.
 */
export async function readPicture(file, { rules, part = null }) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    throw new Unreadable("We can't read that file. Use JPEG, PNG, WebP, AVIF or GIF.");
  }
  const whole = { width: bitmap.width, height: bitmap.height };
  if (Math.min(whole.width, whole.height) < rules.least) {
    bitmap.close();
    throw new Unreadable(`That picture is ${whole.width} × ${whole.height} pixels. Each side needs at least ${rules.least}. Choose a larger one.`);
  }
  const [left, top] = part ? [Math.round(part.x * whole.width), Math.round(part.y * whole.height)] : [0, 0];
  const width = part ? Math.round(part.width * whole.width) : whole.width;
  const height = part ? Math.round(part.height * whole.height) : whole.height;
  const [longest, shortest] = [Math.max(width, height), Math.min(width, height)];
  const isLong = !part && longest > rules.long_aspect * shortest;
  const scale = Math.min(1, LONG_SIDE / (isLong ? rules.crop_aspect * shortest : longest), Math.sqrt(MOST_PIXELS / (width * height)));
  const moves = await hasFrames(file);
  const seen = { moves, whole, ...lookThrough(bitmap, file, rules) };
  const isAll = width === whole.width && height === whole.height;
  if (scale === 1 && isAll && !moves && KEPT_TYPES.includes(file.type)) {
    bitmap.close();
    return { file, width, height, ...seen };
  }
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const pen = canvas.getContext("2d");
  pen.imageSmoothingQuality = "high";
  pen.drawImage(bitmap, left, top, width, height, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  // Photos stay JPEG; everything else may have transparency or hard edges, which JPEG would lose.
  const photo = file.type === "image/jpeg" || file.type === "image/heic";
  const type = photo ? "image/jpeg" : "image/png";
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, type, JPEG_QUALITY));
  if (!blob) throw new Unreadable("That picture is too large for this browser. Make it smaller and try again.");
  const name = `${file.name.replace(/\.\w+$/, "") || "picture"}.${photo ? "jpg" : "png"}`;
  return { file: new File([blob], name, { type }), width: canvas.width, height: canvas.height, ...seen };
}

/** How much of a picture is transparent, and how bright the rest is. */
function lookThrough(bitmap, file, rules) {
  if (file.type === "image/jpeg") return { clear: 0, brightness: 0 };
  const scale = Math.min(1, LOOK_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
  let [clear, solid, light] = [0, 0, 0];
  for (let i = 0; i < data.length; i += 4) {
    const opacity = data[i + 3];
    if (opacity < rules.clear_opacity) clear += 1;
    solid += opacity;
    light += opacity * (0.299 * data[i] + 0.587 * data[i + 1] + 0.114 * data[i + 2]);
  }
  return { clear: clear / (data.length / 4), brightness: solid ? light / solid : 0 };
}

/** Whether a picture has more than one frame. Where the browser cannot tell, the site does. */
async function hasFrames(file) {
  if (!("ImageDecoder" in window) || file.type === "image/jpeg" || !(await ImageDecoder.isTypeSupported(file.type))) return false;
  const decoder = new ImageDecoder({ data: await file.arrayBuffer(), type: file.type });
  try {
    await decoder.completed;
    await decoder.tracks.ready;
    return (decoder.tracks.selectedTrack?.frameCount ?? 1) > 1;
  } catch {
    return false;
  } finally {
    decoder.close();
  }
}

/** The first picture among dropped or pasted things, or undefined. */
export function pictureIn(transfer) {
  return [...(transfer?.files ?? [])].find((file) => file.type.startsWith("image/"));
}

/** Put one file, or none, into a file input, so that the form posts it like a chosen one. */
export function fill(input, file) {
  const transfer = new DataTransfer();
  if (file) transfer.items.add(file);
  input.files = transfer.files;
}
