// Keeps the tablet's page and its files, so that it opens without a signal. Ballots never pass here.
const KEPT = "tablet-{{ version }}", SOUNDS = "tablet-sounds", FILES = {{ files|safe }}
addEventListener("install", (event) => event.waitUntil((async () => {
  const cache = await caches.open(KEPT)
  await cache.addAll(FILES.map((file) => new Request(file, { cache: "reload", credentials: "omit" })))
  await skipWaiting()
})()))
addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys())
    if (name.startsWith("tablet-") && name !== KEPT && name !== SOUNDS) await caches.delete(name)
  await clients.claim()
})()))
addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return
  event.respondWith((async () => {
    const kept = await (await caches.open(KEPT)).match(event.request, { ignoreVary: true })
    return kept ?? (await (await caches.open(SOUNDS)).match(event.request, { ignoreVary: true })) ?? fetch(event.request)
  })())
})
