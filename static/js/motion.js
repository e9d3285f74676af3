// Moving pictures can be stopped and started. Works for pictures that arrive later, because it listens at the document.

const prefersStill = matchMedia("(prefers-reduced-motion: reduce)");

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-motion]");
  if (!button) return;
  const moving = button.closest(".moving");
  const video = moving.querySelector("video");
  const playing = button.dataset.playing ? button.dataset.playing === "true" : !prefersStill.matches;
  if (video) {
    if (playing) video.pause();
    else video.play();
    return; // the video says itself whether it plays
  }
  const image = moving.querySelector("img");
  show(image, playing ? image.dataset.still : image.dataset.gif);
  button.dataset.playing = String(!playing);
});

function show(image, address) {
  // The <source> for reduced motion would win over the image's own address.
  for (const source of image.parentElement.querySelectorAll("source")) source.srcset = address;
  image.src = address;
}

// Without script a video has the browser's own controls and waits. With it, it plays at once, as a GIF does.
for (const video of document.querySelectorAll(".moving video")) {
  const button = video.closest(".moving").querySelector("[data-motion]");
  const tell = () => {
    button.dataset.playing = String(!video.paused);
  };
  video.controls = false;
  for (const event of ["play", "pause", "ended"]) video.addEventListener(event, tell);
  if (!prefersStill.matches) video.play().catch(tell); // a browser that saves power says no
}
