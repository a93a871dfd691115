// Builds ../static from what npm brought: one style sheet, the scripts of every page, the picture of
// a definition with what it needs, the council's colours, and the licences of what we pass on. Run by
// `make assets`.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { compile } from "sass";

const built = new URL("../static/", import.meta.url);
const brought = new URL("./node_modules/", import.meta.url);
const css = sheet("main.scss");
const unwanted = css.match(/GDS Transport|crest|crown/i);
if (unwanted) throw new Error(`the style sheet still names ${unwanted[0]}`);

rmSync(built, { recursive: true, force: true });
mkdirSync(new URL("licences/", built), { recursive: true });
writeFileSync(new URL("main.css", built), css);
for (const [from, to] of [
  ["govuk-frontend/dist/govuk/govuk-frontend.min.js", "govuk-frontend.js"],
  ["htmx.org/dist/htmx.min.js", "htmx.js"],
  ["htmx.org/LICENSE", "licences/htmx.txt"],
  // elkjs is passed on as it is, which its licence (EPL 2.0) asks for, beside where its source is.
  ["elkjs/lib/elk.bundled.js", "elk.js"],
]) {
  cpSync(new URL(from, brought), new URL(to, built));
}
// govuk-frontend carries no file of its licence, so ours holds it.
for (const own of ["theme.css", "start.js", "draft.js", "asked.js", "icon.svg", "licences/govuk-frontend.txt"]) {
  cpSync(new URL(own, import.meta.url), new URL(own, built));
}
writeFileSync(
  new URL("licences/elkjs.txt", built),
  `elk.js is elkjs ${of("elkjs").version}, unchanged. Its source: github.com/kieler/elkjs\n\n${licence("elkjs")}`,
);

const { metafile } = await build({
  entryPoints: ["definition.js"],
  outfile: "../static/definition.js",
  bundle: true,
  format: "iife",
  legalComments: "none",
  metafile: true,
  minify: true,
});
const inside = new Set(
  Object.keys(metafile.inputs)
    .map((file) => file.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1])
    .filter(Boolean),
);
writeFileSync(
  new URL("licences/definition.txt", built),
  `definition.js holds:\n\n${[...inside].sort().map(notice).join("\n\n")}\n`,
);
// A picture inside a style sheet is refused by the pages' policy: it becomes a file.
const sheets = ["diagram-js", "bpmn-js"]
  .map((name) => readFileSync(new URL(`bpmn-js/dist/assets/${name}.css`, brought), "utf8"))
  .join("\n")
  .replace(/url\('data:image\/svg\+xml;utf8,(.*?)'\)/g, (_, svg) => {
    writeFileSync(new URL("crumb.svg", built), svg);
    return 'url("crumb.svg")';
  });
if (sheets.includes("data:")) throw new Error("the style sheet of the picture holds one itself");
writeFileSync(new URL("definition.css", built), sheets + sheet("definition.scss"));

// Compressed once, here, for whoever takes it so.
for (const name of readdirSync(built).filter((name) => /\.(css|js)$/.test(name))) {
  writeFileSync(new URL(`${name}.gz`, built), gzipSync(readFileSync(new URL(name, built)), { level: 9 }));
}

function sheet(file) {
  return compile(file, { loadPaths: ["node_modules"], quietDeps: true, style: "compressed" }).css;
}

function of(name) {
  return JSON.parse(readFileSync(new URL(`${name}/package.json`, brought), "utf8"));
}

function licence(name) {
  const files = ["LICENSE", "LICENSE.md", "LICENSE.txt", "license"];
  const file = files.map((each) => new URL(`${name}/${each}`, brought)).find(existsSync);
  return file ? readFileSync(file, "utf8") : `Licence: ${of(name).license}`;
}

function notice(name) {
  return `== ${name} ${of(name).version}\n\n${licence(name).trim()}`;
}
