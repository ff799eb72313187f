// A page with names leaves the screen by itself: <div data-hide="seconds" data-away="seconds" data-back="address">.
// Without this file the page is left by its own refresh after the same time.
const names = document.querySelector("[data-hide]")
if (names) {
  const hide = () => {
    names.replaceChildren()
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
