// The page's colours and letters as a Vega configuration; what a specification sets itself stays.
export const FAMILIES = ["Noto Sans", "Noto Sans Bengali", "Noto Sans Devanagari", "Noto Sans Telugu"]
const FONT = [...FAMILIES.map((family) => `'${family}'`), "sans-serif"].join(", ")

// Specifications are written once, in the light palette of docs/look.md; in the dark the page's own stands in.
const LIGHT = {
  "#3b4fa0": "accent", "#1b2430": "ink", "#55606e": "muted", "#dadfe6": "line", "#7c8796": "edge",
  "#1e6b4f": "good", "#7a4e00": "warn", "#a5312b": "bad", "#e6e9f6": "accent-soft", "#4c78a8": "accent", black: "ink",
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
}

export function inPageColours(text) {
  return text.replace(/"(#[0-9a-f]{6}|black)"/gi, (whole, found) => {
    const name = LIGHT[found.toLowerCase()]
    return name ? JSON.stringify(colour(name)) : whole
  })
}

export function theme() {
  const inks = { labelColor: colour("muted"), titleColor: colour("muted") }
  const words = { labelFont: FONT, labelFontSize: 13, titleFont: FONT, titleFontSize: 13, titleFontWeight: 400 }
  const lines = { gridColor: colour("line"), domainColor: colour("edge"), tickColor: colour("edge"), labelLimit: 0 }
  return {
    axis: { ...words, ...inks, ...lines },
    legend: { ...words, ...inks },
    header: { ...words, ...inks },
    title: { font: FONT, fontSize: 16, color: colour("ink"), anchor: "start" },
    text: { font: FONT, fontSize: 13, fill: colour("ink") },
    style: {
      "guide-label": { font: FONT, fill: colour("muted") },
      "guide-title": { font: FONT, fill: colour("muted") },
      cell: { stroke: "transparent" },
    },
    range: { category: [colour("accent"), "#c07a2c", "#2f8f83", "#9a4f7d", "#6b7785"] },
    rule: { stroke: colour("muted") },
  }
}
