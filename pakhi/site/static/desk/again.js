// Work in many small requests: an answer with <form data-again> inside #progress is posted again until there is none.
// Without this file the button in the form does the same.
async function again() {
  const form = document.querySelector("#progress form[data-again]")
  if (!form) return
  try {
    const answer = await fetch(location.href, { method: "POST", body: new FormData(form), headers: { Accept: "text/html" } })
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const fresh = answer.ok && page.getElementById("progress")
    if (!fresh) return HTMLFormElement.prototype.submit.call(form) // the password is asked for, or something is refused
    document.getElementById("progress").replaceWith(document.adoptNode(fresh))
    again()
  } catch {
    setTimeout(again, 3000) // the line is down for a moment
  }
}
again()
