// Sends the chosen files one after the other in parts and says how far each is; pressed again, only those go that are not there yet.
// Without script the form sends them all at once.
import { send } from "./parcels.js";

const form = document.querySelector("[data-upload]");
const said = document.querySelector("[data-upload-said]");
const list = document.querySelector("[data-upload-list]");
const settled = new WeakSet(); // files of this page that are there already: pressed again, only the others go

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
      const told = await send(form, file, (share) => {
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
