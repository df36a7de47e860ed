// A photograph: shown before it is given, sent until it has arrived.
import { keep } from "./sending.js";

const form = document.querySelector("form[data-photo]");
const shown = form.querySelector("canvas");
const name = form.querySelector("[data-photo-name]");
const fields = [...form.querySelectorAll("input[type=file]")];
let picture = null;

for (const label of form.querySelectorAll("[data-needs-script]")) label.hidden = false;

async function show(file) {
  picture = file;
  name.textContent = "";
  try {
    const image = await createImageBitmap(file);
    const scale = Math.min(1, 900 / Math.max(image.width, image.height));
    shown.width = Math.round(image.width * scale);
    shown.height = Math.round(image.height * scale);
    shown.getContext("2d").drawImage(image, 0, 0, shown.width, shown.height);
    shown.hidden = false;
  } catch {
    shown.hidden = true;
    name.textContent = "Your photo is here, ready to go.";
  }
}

for (const field of fields) {
  field.addEventListener("change", () => {
    if (field.files[0]) show(field.files[0]);
  });
}

keep(form, async () => {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  if (picture) data.set("pictures", picture, "picture");
  return data;
}, () => !picture);
