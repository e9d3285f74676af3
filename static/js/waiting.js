// A page that waits for news: it is loaded again when there is some, and asks nothing while nobody looks.

const EVERY_MS = 2000; // a worker needs about a second from a bank's message to the credits

const { waiting, page, told } = document.querySelector("[data-waiting]").dataset;

async function look() {
  if (document.hidden) return;
  try {
    const answer = await fetch(waiting);
    if (!answer.ok) return;
    const news = (await answer.json()).told;
    if (news && news !== told) location.replace(page);
  } catch {
    // Offline for a moment, or signed out elsewhere: the next look may tell more.
  }
}

setInterval(look, EVERY_MS);
