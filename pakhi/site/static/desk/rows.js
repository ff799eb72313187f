// Rows of a form: of the empty ones only the first is shown, and "one more" adds one on the spot.
// Without this file all are shown, and the button sends the form, which comes back with one more.
const MOST = 20
const fields = (row) => [...row.querySelectorAll("input, select, textarea")]
const isEmpty = (row) => fields(row).every((field) => (field.tagName === "SELECT" ? field.selectedIndex < 1 : !field.value.trim()))

function another(rows) {
  const last = rows.at(-1)
  const fresh = last.cloneNode(true)
  const number = rows.length
  for (const one of fresh.querySelectorAll(".errorlist")) one.remove()
  for (const one of [fresh, ...fresh.querySelectorAll("*")]) {
    for (const name of ["name", "id", "for", "aria-describedby"]) {
      const held = one.getAttribute(name)
      if (held) one.setAttribute(name, held.replace(`-${number - 1}-`, `-${number}-`))
    }
    one.removeAttribute("aria-invalid")
  }
  for (const field of fields(fresh)) {
    if (field.tagName === "SELECT") field.selectedIndex = 0
    else field.value = ""
  }
  fresh.querySelector("[data-number]").textContent = number + 1
  last.after(fresh)
  return fresh
}

for (const part of document.querySelectorAll("[data-rows]")) {
  const all = () => [...part.querySelectorAll("[data-row]")]
  const total = part.querySelector(`[name="${part.dataset.rows}-TOTAL_FORMS"]`)
  const button = part.querySelector("button[name=more]")
  const empty = all().filter(isEmpty)
  for (const row of empty.slice(1)) row.hidden = true
  button.addEventListener("click", (event) => {
    event.preventDefault()
    const rows = all()
    const row = rows.find((one) => one.hidden) ?? another(rows)
    row.hidden = false
    total.value = all().length
    button.hidden = all().length >= MOST && !all().some((one) => one.hidden)
    fields(row)[0].focus()
  })
}
