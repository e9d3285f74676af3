// Read a picture the way the painters will see it: turned upright, at most LONG_SIDE pixels, one still frame.

const LONG_SIDE = 1536; // more than any engine paints; a phone's 12-megapixel photo shrinks to a twentieth of its bytes
const KEPT_TYPES = ["image/png", "image/jpeg", "image/webp"];
const JPEG_QUALITY = 0.92; // no visible blocks, so that none are repeated from frame to frame

export class Unreadable extends Error {}

/**
 * Return `{ file, width, height, moves }` of a picture ready to be sent; of one that moves, the first frame. A picture that is small enough and of a type that
 * is taken stays as it is. Throws Unreadable when the browser cannot decode it.
 */
export async function readPicture(file) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    throw new Unreadable("We can't read that file. Use PNG, JPEG or WebP.");
  }
  const { width, height } = bitmap;
  const scale = Math.min(1, LONG_SIDE / Math.max(width, height));
  const moves = await hasFrames(file);
  if (scale === 1 && !moves && KEPT_TYPES.includes(file.type)) {
    bitmap.close();
    return { file, width, height, moves };
  }
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const pen = canvas.getContext("2d");
  pen.imageSmoothingQuality = "high";
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  // Photos stay JPEG; everything else may have transparency or hard edges, which JPEG would lose.
  const photo = file.type === "image/jpeg" || file.type === "image/heic";
  const type = photo ? "image/jpeg" : "image/png";
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, type, JPEG_QUALITY));
  if (!blob) throw new Unreadable("That picture is too large for this browser. Make it smaller and try again.");
  const name = `${file.name.replace(/\.\w+$/, "") || "picture"}.${photo ? "jpg" : "png"}`;
  return { file: new File([blob], name, { type }), width: canvas.width, height: canvas.height, moves };
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
