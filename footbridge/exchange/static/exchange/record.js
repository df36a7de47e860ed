// The teacher's recording: sent in parts as every file, held in memory until it has arrived.
import { send } from "./parcels.js";
import { recorder } from "./recorder.js";

const form = document.querySelector("form[data-record]");
const trouble = form.querySelector("[data-trouble]");
const bar = form.querySelector("[data-sent]");
const button = form.querySelector(".form-end button");
const tape = recorder(form, () => { tell(""); });
let sent = false;

function tell(words) {
  trouble.textContent = words;
  trouble.hidden = !words;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (tape.busy()) return tell("Press Stop first. Then put it in the tray.");
  if (!tape.file()) return tell("Record something first, or choose a recording.");
  button.disabled = true;
  bar.hidden = false;
  tell("");
  try {
    await send(form, tape.file(), (share) => { bar.value = share; });
    sent = true;
    location.assign(form.dataset.done);
  } catch (wrong) {
    tell(wrong.message);
    button.disabled = false;
    bar.hidden = true;
  }
  return undefined;
});
window.addEventListener("beforeunload", (event) => {
  if (!sent && (tape.file() || tape.busy())) event.preventDefault();
});
