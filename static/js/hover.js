// Cards show a still. The GIF is fetched only when somebody points at a card or reaches it by keyboard.

const STAYS_MS = 120; // a pointer that only crosses a card on its way fetches nothing

for (const card of document.querySelectorAll(":is(.card, .idea):has(img[data-gif])")) {
  const image = card.querySelector("img[data-gif]");
  const still = image.src;
  let timer;
  const play = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      image.src = image.dataset.gif;
    }, STAYS_MS);
  };
  const stop = () => {
    clearTimeout(timer);
    image.src = still;
  };
  card.addEventListener("pointerenter", play);
  card.addEventListener("pointerleave", stop);
  card.addEventListener("focusin", play);
  card.addEventListener("focusout", stop);
}
