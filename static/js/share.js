// Hand the GIF itself to the phone's share sheet. The button stays hidden where files cannot be shared.

const probe = new File([new Uint8Array(1)], "probe.gif", { type: "image/gif" });
const canShare = navigator.canShare?.({ files: [probe] }) ?? false;

function reveal() {
  for (const button of document.querySelectorAll("[data-share][hidden]")) button.hidden = false;
}

if (canShare) {
  reveal();
  // The button may arrive with the finished animation.
  document.addEventListener("htmx:after:swap", reveal);
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-share]");
    if (!button) return;
    button.disabled = true;
    try {
      const answer = await fetch(button.dataset.share);
      const data = await answer.blob();
      // A session that has ended answers with a page or nothing: that is no GIF to hand over.
      if (!answer.ok || data.type !== "image/gif") throw new Error(`no GIF: ${answer.status} ${data.type}`);
      const file = new File([data], `${button.dataset.name}.gif`, { type: "image/gif" });
      await navigator.share({ files: [file] });
    } catch (error) {
      // Closing the share sheet is no failure; anything else leaves the page link to share.
      if (error.name === "AbortError") return;
      if (button.dataset.page) location.assign(button.dataset.page);
      else location.reload(); // the page then says what is the matter, or asks who it is
    } finally {
      button.disabled = false;
    }
  });
}
