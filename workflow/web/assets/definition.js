// The picture of a workflow that can be explored: its BPMN document, laid out here, moved and zoomed
// with mouse, buttons and keys. The page shows a picture and tables of its own where this cannot run.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { arrange } from "./arrange.js";

const READABLE = 0.6; // the least zoom at which words are read

const place = document.getElementById("explore");
if (place) show(place).catch(failed);

// The picture and the tables of the page stay.
function failed(error) {
  place.setAttribute("hidden", "");
  console.error(error);
}

async function show(place) {
  const canvasPlace = place.querySelector("[data-canvas]");
  const viewer = new NavigatedViewer({
    container: canvasPlace,
    zoomScroll: { enabled: false }, // a wheel scrolls the page
    textRenderer: { defaultStyle: { fontFamily: "Helvetica, Arial, sans-serif" } },
  });
  const answer = await fetch(place.dataset.bpmn);
  if (!answer.ok) throw new Error(`no document: ${answer.status}`);
  const moddle = viewer.get("moddle");
  const { rootElement: definitions } = await moddle.fromXML(await answer.text());
  const words = viewer.get("textRenderer");
  const measure = (text, width) => {
    const found = words.getDimensions(text, { box: { width, height: 30 }, style: words.getExternalStyle() });
    return { width: Math.ceil(found.width) + 4, height: Math.ceil(found.height) };
  };
  await arrange(definitions, { moddle, elk: new ELK(), measure });
  place.removeAttribute("hidden");
  const { warnings } = await viewer.importDefinitions(definitions);
  for (const warning of warnings) console.warn(warning.message);
  steer(place, viewer);
  light(place, viewer);
  explain(place, viewer);
  place.dataset.drawn = "yes";
}

// Zoom and movement by buttons and keys.
function steer(place, viewer) {
  const canvas = viewer.get("canvas");
  const whole = () => canvas.zoom("fit-viewport", "auto");
  const by = (factor) => canvas.zoom(Math.min(Math.max(canvas.zoom() * factor, 0.1), 4));
  const steps = {
    in: () => by(1.25),
    out: () => by(0.8),
    whole,
    up: () => canvas.setRootElement(above(canvas)),
  };
  for (const button of place.querySelectorAll("[data-do]")) {
    button.addEventListener("click", () => steps[button.dataset.do]());
  }
  const move = (dx, dy) => canvas.scroll({ dx, dy });
  const keys = {
    "+": steps.in,
    "=": steps.in,
    "-": steps.out,
    0: whole,
    ArrowLeft: () => move(60, 0),
    ArrowRight: () => move(-60, 0),
    ArrowUp: () => move(0, 60),
    ArrowDown: () => move(0, -60),
  };
  place.querySelector("[data-canvas]").addEventListener("keydown", (pressed) => {
    const step = keys[pressed.key];
    if (!step || pressed.ctrlKey || pressed.metaKey || pressed.altKey) return;
    pressed.preventDefault();
    pressed.stopPropagation();
    step();
  }, true);
  const show = () => {
    whole();
    if (canvas.zoom() < READABLE) closer(canvas);
  };
  viewer.on("root.set", () => {
    show();
    place.querySelector("[data-do=up]").disabled = !above(canvas);
  });
  show();
}

// The beginning of what is too large to be read as a whole.
function closer(canvas) {
  const { outer, inner } = canvas.viewbox();
  const width = outer.width / READABLE;
  const height = outer.height / READABLE;
  const y = inner.y + Math.max(0, (inner.height - height) / 2);
  canvas.viewbox({ x: inner.x - 20, y, width, height });
}

// The plane on which what is shown now is one box.
function above(canvas) {
  const shown = canvas.getRootElement().businessObject;
  const around = shown.$instanceOf("bpmn:SubProcess") && shown.$parent;
  if (!around) return null;
  return canvas.getRootElements().find(({ businessObject: { id } }) => id === around.id)
    ?? canvas.getRootElements().find(({ businessObject: b }) => b.$instanceOf("bpmn:Collaboration"));
}

// Where much is late: `id:class` of elements, with spaces between them.
function light(place, viewer) {
  const registry = viewer.get("elementRegistry");
  for (const marked of (place.dataset.marks ?? "").split(" ").filter(Boolean)) {
    const [id, mark] = marked.split(":");
    if (registry.get(id)) viewer.get("canvas").addMarker(id, mark);
  }
}

// What the definition says of the element that was chosen, and where it stands there.
function explain(place, viewer) {
  const told = place.querySelector("[data-told]");
  viewer.on("element.click", ({ element: { businessObject: chosen } }) => {
    if (!chosen?.name) return;
    const words = chosen.documentation?.[0]?.text ?? "";
    told.replaceChildren(heading(chosen.name), ...words.split("\n").filter(Boolean).map(line));
    const anchor = /^(state|step|task)-/.test(chosen.id) && anchorOf(chosen.id);
    if (anchor) told.append(link(`${place.dataset.source}#${anchor}`, "Where the definition says so"));
  });
}

function anchorOf(id) {
  const [kind, ...names] = id.split("-");
  return [kind, ...names.slice(0, kind === "step" ? 2 : 1)].join("-");
}

function heading(text) {
  const made = document.createElement("h3");
  made.className = "govuk-heading-s";
  made.textContent = text;
  return made;
}

function line(text) {
  const made = document.createElement("p");
  made.className = "govuk-body-s";
  made.textContent = text;
  return made;
}

function link(to, text) {
  const made = document.createElement("a");
  made.className = "govuk-link govuk-body-s";
  made.href = to;
  made.textContent = text;
  return made;
}
