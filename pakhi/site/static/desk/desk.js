// The staff site's few movements. Pages work without this file.

// Esc three times leaves, as the button does.
let escapes = []
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return
  for (const open of document.querySelectorAll("details.menu[open], details.define[open]")) open.open = false
  const now = Date.now()
  escapes = [...escapes.filter((then) => now - then < 1500), now]
  if (escapes.length > 2) leave()
})
function leave() {
  document.documentElement.replaceChildren()
  location.replace("/")
}
addEventListener("click", (event) => {
  if (event.target.closest(".leave")) {
    event.preventDefault()
    leave()
  }
  for (const open of document.querySelectorAll("details.menu[open], details.define[open]")) {
    if (!open.contains(event.target)) open.open = false
  }
})

// After a form that could not be taken, reading begins at what is wrong.
document.querySelector(".error-summary")?.focus()

// On a phone the places scroll sideways: the current one is in sight.
document.querySelector(".places [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" })

// <button data-print> prints. <select data-send> sends its form when it changes.
addEventListener("click", (event) => event.target.closest("[data-print]") && window.print())
addEventListener("change", (event) => event.target.matches("[data-send]") && event.target.form.requestSubmit())
for (const button of document.querySelectorAll("[data-print]")) button.hidden = false

// A form is sent once; one that opens something beside the page, as often as somebody likes.
addEventListener("submit", (event) => {
  if (event.target.target === "_blank") return
  if (event.target.dataset.sent) return event.preventDefault()
  event.target.dataset.sent = "yes"
  setTimeout(() => delete event.target.dataset.sent, 8000)
})

// A page that waited while somebody signed in beside it sends with what proves them now; without this, one press more.
addEventListener("submit", async (event) => {
  const form = event.target
  if (!form.dataset.fresh || event.defaultPrevented) return
  event.preventDefault()
  try {
    const answer = await fetch(form.dataset.fresh, { headers: { Accept: "text/html" } })
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    form.elements.csrfmiddlewaretoken.value = page.querySelector("[name=csrfmiddlewaretoken]").value
  } catch {
    // The line is down for a moment: what comes then says so.
  }
  HTMLFormElement.prototype.submit.call(form)
})

// Work that takes a while: <div id="progress" data-poll="address"> is fetched again every second until
// the answer has no data-poll any more. With data-next in the answer, that page is opened.
async function poll() {
  const here = document.getElementById("progress")
  if (!here?.dataset.poll) return
  try {
    const answer = await fetch(here.dataset.poll, { headers: { Accept: "text/html" } })
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const fresh = page.getElementById("progress")
    if (fresh) here.replaceWith(document.adoptNode(fresh))
    else if (answer.redirected) return location.replace(answer.url)
    if (fresh?.dataset.next) return location.replace(fresh.dataset.next)
  } catch {
    // The line is down for a moment: ask again.
  }
  setTimeout(poll, 1000)
}
poll()

// <input type="file" data-most="bytes" data-words="sentence">: too large is said before it is sent over a slow line.
addEventListener("change", (event) => {
  const { most, words } = event.target.dataset
  if (!most) return
  event.target.setCustomValidity([...event.target.files].some((file) => file.size > most) ? words : "")
  event.target.reportValidity()
})
