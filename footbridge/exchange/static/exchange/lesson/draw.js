// Drawing with finger, pen or mouse: thick brushes, few colours, undo. The drawing goes to the teacher as a picture.
import { keep } from "./sending.js";

const PAINTS = [
  ["Black", "#2b1d2c"], ["Brown", "#7a4a24"], ["Red", "#c62833"], ["Orange", "#ee7f2d"], ["Yellow", "#f6c23b"], ["Green", "#3f8f4c"],
  ["Blue", "#2a6fb0"], ["Light blue", "#8fcbe8"], ["Purple", "#6b2357"], ["Pink", "#ef8fb4"], ["Skin, dark", "#6b4430"], ["Skin, light", "#efc8a0"],
];
const BRUSHES = [["Thin brush", 12], ["Thick brush", 30], ["Very thick brush", 64], ["Rubber", 80]];
const form = document.querySelector("form[data-draw]");
const canvas = form.querySelector("canvas");
const pen = canvas.getContext("2d");
const anew = form.querySelector("[data-anew]");
let paint = PAINTS[0][1];
let brush = 1;
let strokes = [];
let line = null;

function clear() {
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
}

function piece(stroke, from) {
  pen.strokeStyle = stroke.paint;
  pen.lineWidth = stroke.width;
  pen.lineCap = pen.lineJoin = "round";
  pen.beginPath();
  const start = Math.max(0, from - 1);
  pen.moveTo(...stroke.points[start]);
  if (stroke.points.length === 1) pen.lineTo(stroke.points[0][0] + 0.1, stroke.points[0][1]);
  for (const point of stroke.points.slice(start + 1)) pen.lineTo(...point);
  pen.stroke();
}

function redraw() {
  clear();
  for (const stroke of strokes) piece(stroke, 0);
}

function where(event) {
  const box = canvas.getBoundingClientRect();
  return [((event.clientX - box.left) / box.width) * canvas.width, ((event.clientY - box.top) / box.height) * canvas.height];
}

canvas.addEventListener("pointerdown", (event) => {
  if (line || !event.isPrimary) return;
  event.preventDefault();
  canvas.setPointerCapture(event.pointerId);
  const rubber = brush === BRUSHES.length - 1;
  line = { paint: rubber ? "#ffffff" : paint, width: BRUSHES[brush][1], points: [where(event)] };
  strokes.push(line);
  piece(line, 0);
});
canvas.addEventListener("pointermove", (event) => {
  if (!line || !event.isPrimary) return;
  const before = line.points.length;
  for (const one of event.getCoalescedEvents?.() ?? [event]) line.points.push(where(one));
  if (line.points.length === before) line.points.push(where(event));
  piece(line, before);
});
for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { line = null; });

function choices(box, names, look, pick, chosen) {
  const group = names.map((name, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "paint";
    button.setAttribute("role", "radio");
    button.setAttribute("aria-checked", String(place === chosen));
    button.setAttribute("aria-label", name);
    button.append(look(place));
    button.addEventListener("click", () => {
      for (const other of group) other.setAttribute("aria-checked", String(other === button));
      pick(place);
    });
    return button;
  });
  box.append(...group);
}

function dot(colour, size) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  picture.setAttribute("viewBox", "0 0 48 48");
  picture.setAttribute("aria-hidden", "true");
  const circle = document.createElementNS(space, "circle");
  for (const [key, value] of Object.entries({ cx: 24, cy: 24, r: size, fill: colour, stroke: "#2b1d2c", "stroke-width": colour === "#ffffff" ? 2 : 0 })) {
    circle.setAttribute(key, value);
  }
  picture.append(circle);
  return picture;
}

choices(form.querySelector("[data-paints]"), PAINTS.map(([name]) => name), (n) => dot(PAINTS[n][1], 22), (n) => {
  paint = PAINTS[n][1];
  if (brush === BRUSHES.length - 1) form.querySelectorAll("[data-brushes] .paint")[1].click();
}, 0);
choices(form.querySelector("[data-brushes]"), BRUSHES.map(([name]) => name),
  (n) => dot(n === BRUSHES.length - 1 ? "#ffffff" : "#2b1d2c", [5, 10, 18, 18][n]), (n) => { brush = n; }, 1);
form.querySelector("[data-undo]").addEventListener("click", () => {
  strokes.pop();
  redraw();
});
anew.addEventListener("click", () => {
  if (strokes.length && !window.confirm(anew.dataset.sure)) return;
  strokes = [];
  clear();
});
clear();

keep(form, async () => {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  if (strokes.length) data.set("pictures", await new Promise((resolve) => canvas.toBlob(resolve, "image/png")), "drawing");
  return data;
}, () => !strokes.length);
