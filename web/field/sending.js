// What is not sent yet: how much, whether something was not taken, and a file to carry it by hand.
import { h, ref } from "vue"
import { moving } from "./home.js"
import { again, bundles, dismiss, homeOf, unbundle } from "./leaving.js"
import { say, spoken } from "./say.js"
import { button, day, sign, told } from "./widgets.js"

export const sending = {
  props: ["app", "act"],
  setup({ app, act }) {
    const field = ref(null)
    const away = async (row) => {
      await dismiss(row.id)
      await act.refresh()
    }
    const once = async (row) => {
      await again(row.id)
      await act.refresh()
      act.contact()
    }
    const make = async () => {
      const { organisation } = await act.safe.get("me"), files = await bundles(await homeOf(organisation))
      for (const [place, file] of files.entries()) {
        const link = document.createElement("a"), url = URL.createObjectURL(file)
        Object.assign(link, { href: url, download: `notes-${new Date().toISOString().slice(0, 10)}${place ? `-${place + 1}` : ""}.bin` })
        link.click()
        setTimeout(() => URL.revokeObjectURL(url), 60_000)
      }
    }
    const taken = async ({ target }) => {
      const n = target.files[0] ? await unbundle(target.files[0], act.safe.id) : 0
      target.value = ""
      act.tell(n < 0 ? "not_a_file" : "took", n < 0, { n })
      await act.refresh()
      if (n > 0 && navigator.onLine) act.contact()
    }
    return () => h("main", { class: "page" }, [
      h("h1", say("waiting_title")),
      told(app),
      app.progress && moving(app.progress),
      h("section", { class: "card" }, [
        app.waits.length ? h("ul", app.waits.map((row) => line(row, away, once))) : h("p", say("all_sent")),
        !app.practice && button("send", say("send_now"), () => act.contact(), "go", { id: "send", disabled: Boolean(app.progress) }),
      ]),
      !app.practice && h("section", { class: "card" }, [
        h("h2", say("carry")), h("p", { class: "small" }, say("carry_help")),
        button("file", say("make_file"), make, "quiet", { id: "make-file", disabled: !app.waits.length }),
        h("label", { class: "quiet picker" }, [h("input", { type: "file", class: "hidden", id: "take-file", ref: field, onChange: taken }), sign("plus"), h("span", say("take_file"))]),
      ]),
    ])
  },
}

function line(row, away, once) {
  const known = row.said ? `${row.said.title} · ${day(row.said.day, spoken.code)}` : say("somebodys")
  return h("li", { key: row.id, class: ["line", row.state] }, [
    h("strong", [sign("lock", 18), known]), h("span", { class: "small" }, `${Math.ceil(row.size / 1024)} kB`),
    row.state !== "waits" && h("p", { role: "alert" }, say(row.state)),
    ["refused", "large"].includes(row.state) && button("send", say("try_again"), () => once(row), "quiet small"),
    row.state === "conflict" && button("check", say("seen"), () => away(row), "quiet small"),
  ])
}
