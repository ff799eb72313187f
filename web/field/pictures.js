// Pictures that workers tell their spaces apart by, and signs of the buttons: lines of 2 on 24 by 24, drawn by us.
export const PICTURES = {
  sun: "M12 7.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 0 0 0-9zM12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22M5 5l1.7 1.7M17.3 17.3L19 19M19 5l-1.7 1.7M6.7 17.3L5 19",
  leaf: "M5 19c0-9 5-14 15-14c0 10-5 15-12 14M5 21c1-5 4-9 9-11",
  boat: "M3 15h18l-3 5H6zM12 15V3l7 9h-7M9 12H5l4-6",
  kite: "M12 2l6 7l-6 9l-6-9zM12 2v16M6 9h12M12 18c0 2 2 2 2 4",
  cup: "M5 8h11v7a4 4 0 0 1-4 4H9a4 4 0 0 1-4-4zM16 10h2a2 2 0 0 1 0 5h-2M8 2v3M12 2v3",
  fish: "M3 12c4-6 10-6 14-1l4-3v8l-4-3c-4 5-10 5-14-1zM7.5 11v.1",
  moon: "M19 14.5A8 8 0 1 1 10 4a6.5 6.5 0 0 0 9 10.5z",
  star: "M12 3l2.6 5.8l6.2.7l-4.6 4.2l1.3 6.2L12 16.8l-5.5 3.1l1.3-6.2l-4.6-4.2l6.2-.7z",
}
export const SIGNS = {
  back: "M15 5l-7 7l7 7", next: "M9 5l7 7l-7 7", leave: "M6 6l12 12M18 6L6 18", sound: "M4 10v4h4l5 4V6L8 10zM16 9a4 4 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11",
  send: "M12 20V6M6 11l6-6l6 6", more: "M4 7h16M4 12h16M4 17h16", check: "M5 13l4 4L19 7", plus: "M12 5v14M5 12h14", pen: "M4 20l1-5L16 4l4 4L9 19zM14 6l4 4",
  photo: "M4 8h4l2-3h4l2 3h4v11H4zM12 10.5a3 3 0 1 0 0 6a3 3 0 0 0 0-6z", voice: "M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3zM6 11a6 6 0 0 0 12 0M12 17v4",
  bin: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13", file: "M6 3h8l4 4v14H6zM14 3v4h4", lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3", stop: "M7 7h10v10H7z", people: "M9 5a3 3 0 1 0 0 6a3 3 0 0 0 0-6zM3 20c0-4 3-6 6-6s6 2 6 6M16 6a2.5 2.5 0 1 1 0 5M17 14c3 .5 4 3 4 6",
}

/** A picture as an element of the page. */
export function drawn(path, size = 24) {
  const space = "http://www.w3.org/2000/svg", made = document.createElementNS(space, "svg"), line = document.createElementNS(space, "path")
  made.setAttribute("viewBox", "0 0 24 24")
  made.setAttribute("width", size)
  made.setAttribute("height", size)
  made.setAttribute("aria-hidden", "true")
  line.setAttribute("d", path)
  made.append(line)
  return made
}
