// Moving pictures can be stopped and started. Works for pictures that arrive later, because it listens at the document.

const prefersStill = matchMedia("(prefers-reduced-motion: reduce)");

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-motion]");
  if (!button) return;
  const image = button.closest(".moving").querySelector("img");
  const playing = button.dataset.playing ? button.dataset.playing === "true" : !prefersStill.matches;
  show(image, playing ? image.dataset.still : image.dataset.gif);
  button.dataset.playing = String(!playing);
});

function show(image, address) {
  // The <source> for reduced motion would win over the image's own address.
  for (const source of image.parentElement.querySelectorAll("source")) source.srcset = address;
  image.src = address;
}
