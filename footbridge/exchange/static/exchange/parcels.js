// Sends one file in parts and goes on where a broken connection stopped it: by itself for a while, or when it is asked for again within
// the hour. The form's data-parcels and data-parcel say where to.
const PART = 2 ** 20;
const PATIENCE = [1000, 3000, 8000, 20000];

const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));

export class Refused extends Error {}

// What this browser knows a file by. The server keeps a keyed digest of it, never the name.
async function markOf(file) {
  const words = `${file.name}|${file.size}|${file.lastModified}`;
  if (!globalThis.crypto?.subtle) return words;
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(words));
  return [...new Uint8Array(bytes)].map((one) => one.toString(16).padStart(2, "0")).join("");
}

async function post(form, address, body, headers = {}) {
  const answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, ...headers } });
  if ([200, 409, 422].includes(answer.status)) {
    const told = await answer.json();
    if (answer.status === 422) throw new Refused(told.why);
    return told;
  }
  if (answer.status === 503) throw new Error(await answer.text());
  if (answer.status >= 500) throw new Error("");
  throw new Refused(`The server answered ${answer.status}. Load this page anew and try again.`);
}

async function begin(form, file, mark) {
  const data = new FormData();
  data.set("size", file.size);
  data.set("mark", mark);
  return post(form, form.dataset.parcels, data);
}

export async function send(form, file, show) {
  const mark = await markOf(file);
  let told = null;
  for (let turn = 0; ; ) {
    try {
      told = await begin(form, file, mark);
      while (told.state === "arriving") {
        show(told.got / file.size);
        const part = file.slice(told.got, told.got + PART);
        const more = await post(form, form.dataset.parcel.replace("00000000-0000-0000-0000-000000000000", told.id), part, {
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
      if (turn >= PATIENCE.length) {
        const why = trouble instanceof TypeError || !trouble.message ? "The connection broke." : trouble.message;
        throw new Refused(`${why} Press the button again: it goes on where it stopped.`);
      }
      await wait(PATIENCE[turn]);
      turn += 1;
    }
  }
}
