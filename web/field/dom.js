// The little that the door needs to build a page; the rest of the app has Vue.
export function el(tag, more = {}, ...inside) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(more)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value)
    else if (name in made && typeof value !== "string") made[name] = value
    else if (value !== false && value != null) made.setAttribute(name, value)
  }
  made.append(...inside.filter((one) => one != null && one !== false))
  return made
}

/** Put a page in place of the one before, and the focus on its first field or heading. */
export function show(...inside) {
  const place = document.getElementById("app")
  place.replaceChildren(...inside)
  const first = place.querySelector("[data-first]") ?? place.querySelector("h1")
  if (first) {
    if (first.tagName === "H1") first.tabIndex = -1
    first.focus()
  }
}
