// Draws each <figure data-chart> of a page from the Vega specification inside it.
// Expressions run in the syntax-tree interpreter, so the content policy needs no eval.
import { parse, View } from "vega"
import { expressionInterpreter } from "vega-interpreter"
import { FAMILIES, inPageColours, theme } from "./theme.js"

function paper(figure) {
  const found = figure.querySelector(":scope > .chart")
  if (found) return found
  const made = document.createElement("div")
  made.className = "chart"
  figure.querySelector("script").after(made)
  return made
}

// A label is measured before it is drawn, so the letters it needs must be here first.
function letters(text) {
  return Promise.all(FAMILIES.map((family) => document.fonts.load(`13px "${family}"`, text).catch(() => [])))
}

async function draw(figure) {
  const text = figure.querySelector("script[type='application/json']").textContent
  const spec = JSON.parse(inPageColours(text))
  await letters(JSON.stringify(spec)) // parsed once, so that \u escapes are letters again
  delete spec.background // the page's own, in light and in dark
  const view = new View(parse(spec, theme(), { ast: true }), {
    expr: expressionInterpreter,
    renderer: "svg",
    container: paper(figure),
    hover: true,
  })
  await view.runAsync()
  figure.dataset.drawn = "yes"
}

async function drawAll() {
  for (const figure of document.querySelectorAll("figure[data-chart]")) {
    try {
      await draw(figure)
    } catch (trouble) {
      figure.dataset.drawn = "no" // the table beneath says the same
      console.error(trouble)
    }
  }
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll)
drawAll()
