// A voice: recorded here, listened to, given to the teacher; held in memory until it has arrived.
import { recorder } from "../recorder.js";
import { keep } from "./sending.js";

const form = document.querySelector("form[data-voice]");
const give = form.querySelector(".big-main");
const tape = recorder(form, (file) => { give.disabled = !file; });

keep(form, async () => {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  if (tape.file()) data.set("recording", tape.file(), "recording");
  return data;
}, () => !tape.file() && !tape.busy());
