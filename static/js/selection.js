// A list of GIFs: how many are selected, said beside the buttons that do something with them.
const form = document.querySelector("#selection");

if (form) {
  const words = form.querySelector("[data-selected]");
  const buttons = form.querySelectorAll("[data-with-selected]");
  const all = form.querySelector("[data-select-all]");
  const boxes = [...document.querySelectorAll('input[type="checkbox"][form="selection"]')];
  const hint = words.textContent;

  function show() {
    const count = boxes.filter((box) => box.checked).length;
    for (const button of buttons) button.hidden = count === 0;
    words.textContent = count === 0 ? hint : `${count} selected`;
    all.textContent = count === boxes.length ? "Select none" : "Select all";
  }

  all.addEventListener("click", () => {
    const wanted = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = wanted;
    show();
  });
  document.addEventListener("change", (event) => {
    if (boxes.includes(event.target)) show();
  });
  addEventListener("pageshow", show); // a page that comes back from the browser's memory is as it was left
  show();
}
