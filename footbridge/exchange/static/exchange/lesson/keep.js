// Words: what is typed stays until it has arrived.
import { keep } from "./sending.js";

const form = document.querySelector("form[data-keep]");
const field = form.querySelector("textarea");
keep(form, async () => new FormData(form), () => !field.value.trim());
field.focus();
