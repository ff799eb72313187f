// Keeps the app's own files so that it opens without a connection; everything else goes to the server, and is not kept.
const KEPT = "notes-%VERSION%", LETTERS = "/built/fonts/", FILES = new Set("%FILES%")
const now = (event, work) => event.waitUntil(work())
addEventListener("install", (event) => now(event, async () => {
  const cache = await caches.open(KEPT)
  await cache.addAll([...FILES].map((file) => new Request(file, { cache: "reload", credentials: "omit" })))
  const letters = await caches.open("letters") // those that this phone needs (door.js), anew with each version
  for (const { url } of await letters.keys()) await letters.add(new Request(url, { cache: "reload" })).catch(() => {})
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
  if (event.request.method !== "GET" || origin !== location.origin || !(FILES.has(pathname) || pathname.includes(LETTERS))) return
  event.respondWith(caches.open(FILES.has(pathname) ? KEPT : "letters").then(async (cache) => (await cache.match(pathname)) ?? fetch(event.request)))
})
