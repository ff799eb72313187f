// Recording a voice: record, listen, record again, keep. What was recorded goes into the form's own file field, so that
// keeping it is an ordinary upload. Without this file, or without a microphone, a file is chosen.
const form = document.querySelector("[data-studio]")
const types = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"]
const part = (name) => form.querySelector(`[data-${name}]`)

if (form && navigator.mediaDevices?.getUserMedia && window.MediaRecorder && window.AudioContext) {
  const [record, listen, time, keep] = ["record", "listen", "time", "keep"].map(part)
  const file = form.elements.recording
  let recorder = null, source = null, context = null, began = 0
  part("tools").hidden = false
  part("file").open = false

  const clock = () => {
    const seconds = Math.floor((Date.now() - began) / 1000)
    time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`
    if (seconds >= form.dataset.longest - 1) recorder?.stop()
  }
  const say = (button, name) => {
    const words = button.querySelector("span")
    words.textContent = words.dataset[name]
    button.setAttribute("aria-pressed", name === "stop")
  }
  const silence = () => {
    if (source) source.onended = null
    source?.stop()
    source = null
    say(listen, "say")
  }

  async function begin() {
    silence()
    for (const other of document.querySelectorAll("audio")) other.pause()
    const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true } })
    const type = types.find((one) => MediaRecorder.isTypeSupported(one))
    const pieces = []
    recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: 24000 })
    recorder.ondataavailable = ({ data }) => pieces.push(data)
    began = Date.now()
    const ticking = setInterval(clock, 200)
    recorder.onstop = () => {
      clearInterval(ticking)
      for (const track of stream.getTracks()) track.stop()
      recorder = null
      const plain = type.split(";")[0], held = new DataTransfer()
      held.items.add(new File(pieces, `voice.${plain.split("/")[1]}`, { type: plain }))
      file.files = held.files
      chosen()
    }
    recorder.start()
    listen.disabled = keep.disabled = true
    say(record, "stop")
  }

  function chosen() {
    const any = file.files.length > 0
    silence()
    listen.disabled = keep.disabled = !any
    say(record, any ? "again" : "say")
  }

  async function play() {
    if (source) return silence()
    context ??= new AudioContext()
    await context.resume()
    try {
      const buffer = await context.decodeAudioData(await file.files[0].arrayBuffer())
      source = Object.assign(context.createBufferSource(), { buffer, onended: silence })
      source.connect(context.destination)
      source.start()
      say(listen, "stop")
    } catch {
      listen.disabled = true // this browser cannot play this kind; the server looks at it
    }
  }

  record.addEventListener("click", () => {
    part("none").hidden = true
    if (recorder) return recorder.stop()
    begin().catch(() => {
      part("none").hidden = false
      part("file").open = true
    })
  })
  listen.addEventListener("click", play)
  file.addEventListener("change", chosen)
  addEventListener("pageshow", chosen)
  chosen()
}
