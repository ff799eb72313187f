// Copies the fonts and gathers the icons that the staff pages use into one sprite.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const here = dirname(fileURLToPath(import.meta.url))
const built = join(here, "../pakhi/site/static/built")
const modules = join(here, "node_modules")

const SCRIPTS = { latin: "noto-sans", bengali: "noto-sans-bengali", devanagari: "noto-sans-devanagari", telugu: "noto-sans-telugu" }

function fonts() {
  mkdirSync(join(built, "fonts"), { recursive: true })
  for (const [script, family] of Object.entries(SCRIPTS)) {
    for (const weight of [400, 700]) {
      const from = join(modules, "@fontsource", family, "files", `${family}-${script}-${weight}-normal.woff2`)
      copyFileSync(from, join(built, "fonts", `noto-sans-${script}-${weight}.woff2`))
    }
  }
}

function symbol(name) {
  const drawing = readFileSync(join(modules, "lucide-static/icons", `${name}.svg`), "utf8")
  const inside = drawing.match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1].replace(/\s*\n\s*/g, "").replace(/ \/>/g, "/>")
  return `<symbol id="${name}" viewBox="0 0 24 24">${inside}</symbol>`
}

function icons() {
  const names = readFileSync(join(here, "icons.txt"), "utf8").split(/\s+/).filter(Boolean)
  const licence = "<!-- Lucide, ISC licence, https://lucide.dev/license -->"
  const sprite = ['<svg xmlns="http://www.w3.org/2000/svg">', licence, ...names.map(symbol), "</svg>", ""]
  writeFileSync(join(built, "icons.svg"), sprite.join("\n"))
}

fonts()
icons()
