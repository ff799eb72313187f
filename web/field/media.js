// Pictures and sound. A picture is drawn anew, so that nothing the camera wrote into the file leaves (place, time,
// device); sound is recorded small. Both exist in memory only, until they are kept sealed with their draft.
import { reactive } from "vue"

export const MOST = 8 * 1024 * 1024, LONGEST = 300_000 // bytes of one file; milliseconds of a recording
const EDGE = 1600, urls = new Map()
export const playing = reactive({ name: "" })
export const recording = reactive({ at: "", since: 0 })
let player = null, recorder = null

const random = () => [...crypto.getRandomValues(new Uint8Array(6))].map((one) => one.toString(16).padStart(2, "0")).join("")

/** A picture as JPEG of at most 1600 pixels, without anything but what is seen on it. Throws when it is no picture. */
export async function redrawn(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" })
  const scale = Math.min(1, EDGE / Math.max(picture.width, picture.height))
  const canvas = document.createElement("canvas")
  ;[canvas.width, canvas.height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)]
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8))
  return new File([blob], `p-${random()}.jpg`, { type: "image/jpeg" })
}

/** Record until `stopRecording` or five minutes. Gives the file. Throws without a microphone. */
export async function record(at) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true } })
  const type = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"].find((one) => MediaRecorder.isTypeSupported(one))
  const pieces = []
  recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: 24_000 })
  recorder.ondataavailable = ({ data }) => pieces.push(data)
  const stopped = new Promise((done) => (recorder.onstop = done))
  recorder.start()
  Object.assign(recording, { at, since: Date.now() })
  const end = setTimeout(stopRecording, LONGEST)
  await stopped
  clearTimeout(end)
  for (const track of stream.getTracks()) track.stop()
  Object.assign(recording, { at: "", since: 0 })
  const plain = type.split(";")[0]
  return new File(pieces, `v-${random()}.${plain.split("/")[1]}`, { type: plain })
}

export function stopRecording() {
  if (recorder?.state === "recording") recorder.stop()
}

/** An address of something in memory, for showing it; given back by `forgetMedia`. */
export function addressOf(key, blob) {
  const held = urls.get(key)
  if (held?.blob === blob) return held.url
  if (held) URL.revokeObjectURL(held.url)
  const url = URL.createObjectURL(blob)
  urls.set(key, { blob, url })
  return url
}

/** Play a recording of the form, or stop it. `find(name)` gives its bytes. */
export async function sound(name, find) {
  player?.pause()
  if (playing.name === name) return (playing.name = "")
  const bytes = await find(name)
  if (!bytes) return
  const type = name.endsWith(".mp3") ? "audio/mpeg" : name.endsWith(".ogg") ? "audio/ogg" : ""
  player = new Audio(addressOf("sound", new Blob([bytes], { type })))
  playing.name = name
  player.onended = player.onerror = () => (playing.name = "")
  await player.play().catch(() => (playing.name = ""))
}

/** Stop, and let go of everything that was shown or heard. */
export function forgetMedia() {
  stopRecording()
  player?.pause()
  playing.name = ""
  for (const { url } of urls.values()) URL.revokeObjectURL(url)
  urls.clear()
}
