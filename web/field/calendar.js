// A month, and nothing else: where leaving leads. It knows nothing of the app and keeps nothing.
const now = new Date(), language = navigator.language
const write = (options, day) => new Intl.DateTimeFormat(language, options).format(day)
const add = (parent, tag, text, mark) => {
  const made = parent.appendChild(document.createElement(tag))
  if (text) made.textContent = text
  if (mark) made.setAttribute("aria-current", "date")
  return made
}

const month = document.getElementById("month"), title = write({ month: "long", year: "numeric" }, now)
document.title = title
document.documentElement.lang = language
add(month, "h1", title)
const table = add(month, "table"), head = add(add(table, "thead"), "tr"), body = add(table, "tbody")
const first = new Date(now.getFullYear(), now.getMonth(), 1), start = new Date(first)
start.setDate(1 - ((first.getDay() + 6) % 7))
for (let day = 0; day < 7; day++) add(head, "th", write({ weekday: "short" }, new Date(2024, 0, 1 + day))).scope = "col"
for (const at = new Date(start); at <= now || at.getMonth() === now.getMonth(); ) {
  const row = add(body, "tr")
  for (let day = 0; day < 7; day++, at.setDate(at.getDate() + 1)) {
    const cell = add(row, "td", "", at.toDateString() === now.toDateString())
    add(cell, "span", String(at.getDate()))
    if (at.getMonth() !== now.getMonth()) cell.className = "other"
  }
}
add(month, "p", write({ weekday: "long", day: "numeric", month: "long", year: "numeric" }, now))
