// The library: how many GIFs are selected, said beside the button that deletes them.
const form = document.querySelector("#selection");

if (form) {
  const words = form.querySelector("[data-selected]");
  const button = form.querySelector("[data-delete-selected]");
  const hint = words.textContent;

  function show() {
    const count = document.querySelectorAll('input[form="selection"]:checked').length;
    button.hidden = count === 0;
    words.textContent = count === 0 ? hint : `${count} selected`;
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches('input[form="selection"]')) show();
  });
  addEventListener("pageshow", show); // the browser may have kept the boxes that were ticked
  show();
}
