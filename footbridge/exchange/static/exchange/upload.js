// Sends the chosen files one after the other in parts, says how far each is, and goes on where a broken connection stopped it:
// by itself for a while, after the button is pressed again, or after the page was loaded anew within the hour.
// Without script the form sends them all at once.
const form = document.querySelector("[data-upload]");
const said = document.querySelector("[data-upload-said]");
const list = document.querySelector("[data-upload-list]");
const PART = 2 ** 20;
const PATIENCE = [1000, 3000, 8000, 20000];

const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));
const token = () => form.elements.csrfmiddlewaretoken.value;

const settled = new WeakSet(); // files of this page that are there already: pressed again, only the others go

class Refused extends Error {}

// What this browser knows a file by. The server keeps a keyed digest of it, never the name.
async function markOf(file) {
  const words = `${file.name}|${file.size}|${file.lastModified}`;
  if (!globalThis.crypto?.subtle) return words;
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(words));
  return [...new Uint8Array(bytes)].map((one) => one.toString(16).padStart(2, "0")).join("");
}

async function post(address, body, headers = {}) {
  const answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token(), ...headers } });
  if ([200, 409, 422].includes(answer.status)) {
    const told = await answer.json();
    if (answer.status === 422) throw new Refused(told.why);
    return told;
  }
  if (answer.status >= 500) throw new Error("again");
  throw new Refused(`The server answered ${answer.status}. Load this page anew and try again.`);
}

async function begin(file, mark) {
  const data = new FormData();
  data.set("size", file.size);
  data.set("mark", mark);
  return post(form.dataset.parcels, data);
}

async function send(file, show) {
  const mark = await markOf(file);
  let told = null;
  for (let turn = 0; ; ) {
    try {
      told = await begin(file, mark);
      while (told.state === "arriving") {
        show(told.got / file.size);
        const part = file.slice(told.got, told.got + PART);
        const more = await post(form.dataset.parcel.replace("00000000-0000-0000-0000-000000000000", told.id), part, {
          "Content-Type": "application/octet-stream",
          "X-Offset": String(told.got),
        });
        if (more.got > told.got) turn = 0;
        told = { ...told, ...more };
      }
      if (told.state === "refused") throw new Refused(told.why);
      show(1);
      return told;
    } catch (trouble) {
      if (trouble instanceof Refused) throw trouble;
      if (turn >= PATIENCE.length) throw new Refused("The connection broke. Press the button again: it goes on where it stopped.");
      await wait(PATIENCE[turn]);
      turn += 1;
    }
  }
}

function line(file) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  const state = document.createElement("span");
  const bar = document.createElement("progress");
  name.textContent = file.name;
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", `How far ${file.name} is`);
  item.append(name, state, bar);
  list.append(item);
  return { state, bar };
}

form?.addEventListener("submit", async (event) => {
  const files = [...form.elements.pictures.files];
  if (!files.length) return;
  event.preventDefault();
  form.querySelector("button").disabled = true;
  list.replaceChildren();
  const lines = files.map(line);
  let done = 0;
  let later = 0;
  for (const [number, file] of files.entries()) {
    const { state, bar } = lines[number];
    said.textContent = `File ${number + 1} of ${files.length} …`;
    if (settled.has(file)) {
      done += 1;
      bar.value = 1;
      state.textContent = "Sent before";
      continue;
    }
    try {
      const told = await send(file, (share) => {
        bar.value = share;
        state.textContent = share < 1 ? `${Math.floor(100 * share)} %` : "";
      });
      later += told.state === "waiting";
      done += 1;
      settled.add(file);
      state.textContent = told.state === "waiting" ? "Being made ready" : "In your tray";
    } catch (trouble) {
      state.textContent = trouble.message;
    }
  }
  if (done === files.length) {
    location.assign(form.dataset.done);
    return;
  }
  form.querySelector("button").disabled = false;
  said.textContent = `${done - later} of ${files.length} are in your tray${later ? `, ${later} being made ready` : ""}. Look above at the others.`;
});
