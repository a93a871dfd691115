// Builds ../static from what npm brought: one style sheet, four scripts, the council's colours,
// and the licences of what we pass on. Run by `make assets`.
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { compile } from "sass";

const built = new URL("../static/", import.meta.url);
const brought = new URL("./node_modules/", import.meta.url);
const css = compile("main.scss", {
  loadPaths: ["node_modules"],
  quietDeps: true,
  style: "compressed",
}).css;
const unwanted = css.match(/GDS Transport|crest|crown/i);
if (unwanted) throw new Error(`the style sheet still names ${unwanted[0]}`);

rmSync(built, { recursive: true, force: true });
mkdirSync(new URL("licences/", built), { recursive: true });
writeFileSync(new URL("main.css", built), css);
for (const [from, to] of [
  ["govuk-frontend/dist/govuk/govuk-frontend.min.js", "govuk-frontend.js"],
  ["htmx.org/dist/htmx.min.js", "htmx.js"],
  ["htmx.org/LICENSE", "licences/htmx.txt"],
]) {
  cpSync(new URL(from, brought), new URL(to, built));
}
// govuk-frontend carries no file of its licence, so ours holds it.
for (const own of ["theme.css", "start.js", "draft.js", "icon.svg", "licences/govuk-frontend.txt"]) {
  cpSync(new URL(own, import.meta.url), new URL(own, built));
}

// Compressed once, here, for whoever takes it so.
for (const name of readdirSync(built).filter((name) => /\.(css|js)$/.test(name))) {
  writeFileSync(new URL(`${name}.gz`, built), gzipSync(readFileSync(new URL(name, built)), { level: 9 }));
}
