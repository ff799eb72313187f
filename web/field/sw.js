// Keeps the app's own files so that it opens without a connection; everything else goes to the server, and is not kept.
const KEPT = "notes-%VERSION%", FILES = new Set("%FILES%")
const now = (event, work) => event.waitUntil(work())
addEventListener("install", (event) => now(event, async () => {
  const cache = await caches.open(KEPT)
  await cache.addAll([...FILES].map((file) => new Request(file, { cache: "reload", credentials: "omit" })))
}))
addEventListener("activate", (event) => now(event, async () => {
  for (const name of await caches.keys()) if (name.startsWith("notes-") && name !== KEPT) await caches.delete(name)
  await clients.claim()
}))
addEventListener("message", (event) => now(event, async () => {
  if ((await clients.matchAll({ includeUncontrolled: true })).length < 2) await skipWaiting() // nobody else is writing
}))
addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url)
  if (event.request.method !== "GET" || origin !== location.origin || !FILES.has(pathname)) return
  event.respondWith(caches.open(KEPT).then(async (cache) => (await cache.match(pathname)) ?? fetch(event.request)))
})
