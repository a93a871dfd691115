// Starts the components that need a script. Every page also works without.
import { initAll } from "./govuk-frontend.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// Of a picture that is wider than the window: where the case is, or where every case begins, not an
// empty corner of it.
for (const picture of document.querySelectorAll(".cw-picture")) {
  const here = [...picture.querySelectorAll("[data-current]")].pop() || picture.querySelector("[data-state]");
  if (here && picture.scrollWidth > picture.clientWidth) {
    const [box, frame] = [here.getBoundingClientRect(), picture.getBoundingClientRect()];
    picture.scrollLeft += box.left - frame.left - (frame.width - box.width) / 2;
  }
}
