// Forms that make a passkey or sign in with one. The browser speaks to the device; the form carries its answer.

const SENTENCES = {
  NotAllowedError: "That was canceled, or took too long. Try again.",
  InvalidStateError: "This device already has a passkey for your account.",
  SecurityError: "Passkeys don't work at this address. Open the site by its name, or at localhost.",
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  let answered = false;
  form.addEventListener("submit", async (event) => {
    if (answered) return;
    event.preventDefault();
    const button = form.querySelector("[type=submit]");
    const line = form.querySelector("[data-passkey-error]");
    button.disabled = true;
    line.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify((await ask(form)).toJSON());
      answered = true;
      form.requestSubmit();
    } catch (error) {
      line.textContent = SENTENCES[error.name] ?? "That didn't work in this browser. Try another way.";
      line.hidden = false;
    } finally {
      button.disabled = false;
    }
  });
}

// A page that comes back from the browser's memory asks again: its answer was used.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

async function ask(form) {
  const { publicKey } = await options(form);
  if (form.dataset.passkey === "get") {
    return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
  }
  publicKey.authenticatorSelection = {
    ...publicKey.authenticatorSelection,
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  };
  return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) });
}

// On the sign-in page the challenge is asked for only when somebody wants it: a visitor gets no session for looking.
async function options(form) {
  const given = form.querySelector("#passkey-options");
  if (given) return JSON.parse(given.textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
  if (!answer.ok) throw new Error("no challenge");
  return (await answer.json()).request_options;
}
