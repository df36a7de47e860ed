// Sends the chosen pictures one by one, says how far it is, and tries again where the connection broke.
// Without script the form sends them all at once.
const form = document.querySelector("[data-upload]");
const said = document.querySelector("[data-upload-said]");
const bar = document.querySelector("[data-upload-bar]");
const PATIENCE = [1000, 3000, 8000];

const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));

async function send(file) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  data.set("pictures", file);
  for (let turn = 0; ; turn += 1) {
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { "X-Requested-With": "fetch" } });
      if (answer.status === 200 || answer.status === 422) return (await answer.json()).trouble;
      return `The server answered ${answer.status}.`;
    } catch {
      if (turn >= PATIENCE.length) return "The connection broke. Choose this picture again.";
      await wait(PATIENCE[turn]);
    }
  }
}

form?.addEventListener("submit", async (event) => {
  const files = [...form.elements.pictures.files];
  if (!files.length) return;
  event.preventDefault();
  form.querySelector("button").disabled = true;
  bar.hidden = false;
  bar.max = files.length;
  const troubles = [];
  for (const [number, file] of files.entries()) {
    said.textContent = `Picture ${number + 1} of ${files.length} …`;
    const trouble = await send(file);
    if (trouble) troubles.push(`${file.name}: ${trouble.replace(/^Picture \d+: /, "")}`);
    bar.value = number + 1;
  }
  if (!troubles.length) {
    location.assign(form.dataset.done);
    return;
  }
  form.querySelector("button").disabled = false;
  said.textContent = `${files.length - troubles.length} of ${files.length} are in your tray. ${troubles.join(" ")}`;
});
