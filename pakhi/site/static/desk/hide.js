// A page with names leaves the screen by itself: <div data-hide="seconds" data-away="seconds" data-back="address">.
// Where somebody is typing outside of it, only the names go, and what was typed stays.
// Without this file a page that is only read is left by its own refresh after the same time.
const names = document.querySelector("[data-hide]")
const typing = (field) => !names.contains(field) && field.defaultValue !== undefined && field.type !== "hidden" && field.value !== field.defaultValue
if (names) {
  const hide = () => {
    names.replaceChildren()
    if ([...document.querySelectorAll("main input, main textarea")].some(typing)) return
    document.body.hidden = true
    location.replace(names.dataset.back)
  }
  const until = Date.now() + names.dataset.hide * 1000
  let away = 0
  let timer = 0
  setTimeout(hide, names.dataset.hide * 1000)
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer)
    const now = Date.now()
    if (document.visibilityState === "hidden") {
      away = now
      timer = setTimeout(hide, names.dataset.away * 1000)
    } else if (now > until || (away && now - away > names.dataset.away * 1000)) hide() // a sleeping phone counts no time
  })
  addEventListener("pageshow", (event) => event.persisted && hide())
  for (const link of document.querySelectorAll("[data-hide-now]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault()
      hide()
    })
  }
}

// What somebody typed about a person is covered when the page was out of sight for so long: <div data-cover="seconds">,
// and one <div id="cover" hidden> with a button that shows it again. Nothing that was typed is lost.
const covered = [...document.querySelectorAll("[data-cover]")]
const over = document.getElementById("cover")
if (covered.length && over) {
  const seconds = Math.min(...covered.map((part) => Number(part.dataset.cover)))
  const show = (yes) => {
    for (const part of covered) part.hidden = !yes
    over.hidden = yes
  }
  let away = 0
  let timer = 0
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer)
    if (document.visibilityState === "hidden") {
      away = Date.now()
      timer = setTimeout(show, seconds * 1000, false)
    } else if (away && Date.now() - away > seconds * 1000) show(false)
  })
  addEventListener("pageshow", (event) => event.persisted && show(false))
  over.querySelector("button").addEventListener("click", () => show(true))
}
