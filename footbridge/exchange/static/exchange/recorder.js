// Records with the device's microphone: level and time while it runs, stop, listen, again. What is recorded stays in the memory of this
// page; nothing is written to the device, and the microphone is let go as soon as Stop is pressed.
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const HEARD = 64_000; // bits a second: a voice, clearly
const NEARLY = 10; // seconds before the end, at which it is said

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

export function canRecord() {
  return Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);
}

// `changed` hears of a new recording, or null while there is none. Answers with a function that says what is recorded now.
export function recorder(form, changed) {
  const box = form.querySelector("[data-recorder]");
  const part = (name) => box.querySelector(`[data-${name}]`);
  const [start, stop, listen, again] = ["start", "stop", "listen", "again"].map(part);
  const [time, long, said, heard, level] = ["time", "long", "said", "heard", "level"].map(part);
  const field = form.querySelector("input[type=file]");
  const files = field.closest(".recorder-file"); // the way without microphone
  const chosen = form.querySelector("[data-chosen]");
  const longest = Number(box.dataset.longest);
  const pen = level.getContext("2d");
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const label = listen.textContent;
  let file = null;
  let running = null;

  const show = (...which) => {
    for (const button of [start, stop, listen, again]) button.hidden = !which.includes(button);
    which[0]?.focus();
  };
  const blank = () => {
    pen.clearRect(0, 0, level.width, level.height);
    pen.fillStyle = getComputedStyle(level).getPropertyValue("border-bottom-color");
    pen.fillRect(0, level.height / 2 - 1, level.width, 2);
  };
  const keep = (blob, name) => {
    if (heard.src) URL.revokeObjectURL(heard.src);
    file = blob && new File([blob], name, { type: blob.type, lastModified: Date.now() });
    if (file) heard.src = URL.createObjectURL(file);
    else heard.removeAttribute("src");
    changed(file);
  };

  function draw(stream) {
    const context = new AudioContext();
    const ear = context.createAnalyser();
    ear.fftSize = 1024;
    context.createMediaStreamSource(stream).connect(ear);
    const wave = new Uint8Array(ear.fftSize);
    const bars = new Array(80).fill(0);
    const wide = level.width / bars.length;
    let last = 0;
    let peak = 0;
    const step = (now) => {
      if (!running) {
        context.close();
        return;
      }
      requestAnimationFrame(step);
      ear.getByteTimeDomainData(wave); // listened to all the time: between two drawings a short sound would be missed
      peak = Math.max(peak, (Math.max(...wave) - 128) / 90);
      if (now - last < (still ? 500 : 70)) return;
      last = now;
      bars.shift();
      bars.push(Math.min(1, peak));
      peak = 0;
      blank();
      pen.fillStyle = getComputedStyle(level).color;
      for (const [at, loud] of bars.entries()) {
        const high = Math.max(2, Math.max(0, loud) * level.height);
        pen.fillRect(at * wide + 2, (level.height - high) / 2, wide - 4, high);
      }
    };
    requestAnimationFrame(step);
  }

  function count(began, recording) {
    let warned = false;
    const timer = setInterval(() => {
      const gone = Math.min(longest, (performance.now() - began) / 1000);
      time.textContent = clock(gone);
      long.value = gone;
      if (!warned && longest - gone <= NEARLY) {
        warned = true;
        said.textContent = `${NEARLY} seconds left.`;
      }
      if (gone >= longest && recording.state === "recording") recording.stop();
    }, 200);
    return timer;
  }

  async function record() {
    start.disabled = true;
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch (trouble) {
      said.textContent = trouble.name === "NotFoundError" ? box.dataset.missing : box.dataset.refused;
      files.hidden = false;
      return;
    } finally {
      start.disabled = false;
    }
    const kind = KINDS.find((one) => MediaRecorder.isTypeSupported(one));
    const recording = new MediaRecorder(stream, { audioBitsPerSecond: HEARD, ...(kind ? { mimeType: kind } : {}) });
    const parts = [];
    keep(null);
    chosen.textContent = "";
    recording.addEventListener("dataavailable", (event) => parts.push(event.data));
    recording.addEventListener("stop", () => {
      clearInterval(running);
      running = null;
      for (const track of stream.getTracks()) track.stop();
      keep(new Blob(parts, { type: recording.mimeType }), "recording");
      const whole = long.value >= longest;
      said.textContent = `${whole ? "The time is over." : "Stopped."} ${time.textContent} recorded. Listen to it.`;
      show(listen, again);
    });
    stop.onclick = () => recording.state === "recording" && recording.stop();
    recording.start(1000);
    running = count(performance.now(), recording);
    said.textContent = "Recording.";
    show(stop);
    draw(stream);
  }

  start.addEventListener("click", record);
  again.addEventListener("click", () => {
    if (!window.confirm(box.dataset.sure)) return;
    heard.pause();
    record();
  });
  listen.addEventListener("click", () => (heard.paused ? heard.play() : heard.pause()));
  for (const [event, words] of [["play", "Pause"], ["pause", label], ["ended", label]]) {
    heard.addEventListener(event, () => { listen.textContent = words; });
  }
  heard.addEventListener("timeupdate", () => {
    if (!running) time.textContent = clock(heard.currentTime);
  });
  field.addEventListener("change", () => {
    if (!field.files[0] || running) return;
    keep(field.files[0], field.files[0].name);
    chosen.textContent = "Your recording is here, ready to go.";
    show(listen, again);
  });
  if (canRecord()) {
    box.hidden = false;
    files.hidden = true;
    blank();
  }
  return { file: () => file, busy: () => Boolean(running), stop: () => stop.click() };
}
