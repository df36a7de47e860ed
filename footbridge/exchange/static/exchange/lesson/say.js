// Reads labels aloud where the browser can. Nothing is sent anywhere: the voice is the device's own.
const voice = window.speechSynthesis;

function say(words) {
  voice.cancel();
  if (!words) return;
  const spoken = new SpeechSynthesisUtterance(words);
  spoken.lang = "en-GB";
  spoken.rate = 0.9;
  voice.speak(spoken);
}

if (voice && window.SpeechSynthesisUtterance) {
  for (const button of document.querySelectorAll("[data-say], [data-say-field]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const field = button.dataset.sayField && document.getElementById(button.dataset.sayField);
      say(field ? field.value : button.dataset.say);
    });
  }
}
