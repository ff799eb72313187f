// The second space: made-up notes about a garden and a market, to try things out. Nothing of it ever leaves the phone.
const TITLES = { market: "Market day", garden: "Garden" }
const CALLED = {
  "market 1": { bn: "হাটের দিন", hi: "बाज़ार का दिन", te: "సంత రోజు" },
  "garden 1": { bn: "বাগান", hi: "बगीचा", te: "తోట" },
}

/** Put the made-up things there, once. */
export async function prepare(safe) {
  await safe.put("titles", CALLED)
  if (await safe.get("forms")) return
  const forms = Object.entries(TITLES).map(([name, title]) => ({ id: `${name} 1`, name, title, hash: "" }))
  for (const { id, name } of forms) await safe.put(`form ${id}`, { xml: xml(name), media: [] })
  await safe.put("people", [])
  await safe.put("forms", forms)
}

const QUESTIONS = {
  market: [
    ["where", "string", "Which market?", "কোন হাট?", "कौन-सा बाज़ार?", "ఏ సంత?"],
    ["day", "date", "Which day?", "কোন দিন?", "कौन-सा दिन?", "ఏ రోజు?"],
    ["price", "int", "What did a kilo of onions cost?", "এক কেজি পেঁয়াজের দাম কত ছিল?", "एक किलो प्याज़ कितने का था?", "కిలో ఉల్లి ధర ఎంత?"],
    ["picture", "binary", "A picture of the stall", "দোকানের ছবি", "दुकान की फ़ोटो", "దుకాణం ఫోటో"],
  ],
  garden: [
    ["plant", "string", "What did you plant?", "কী লাগিয়েছেন?", "क्या लगाया?", "ఏం నాటారు?"],
    ["rows", "int", "How many rows?", "ক'টি সারি?", "कितनी कतारें?", "ఎన్ని వరుసలు?"],
    ["rain", "string", "Did it rain?", "বৃষ্টি হয়েছে?", "बारिश हुई?", "వాన పడిందా?"],
  ],
}
const LANGUAGES = ["English (en)", "Bengali (bn)", "Hindi (hi)", "Telugu (te)"]

function xml(name) {
  const questions = QUESTIONS[name], each = (make) => questions.map(make).join("")
  const words = LANGUAGES.map((language, place) => `<translation lang="${language}">${each(([key, , ...said]) => `<text id="${key}"><value>${said[place]}</value></text>`)}</translation>`).join("")
  const control = ([key, type]) => type === "binary"
    ? `<upload mediatype="image/*" ref="/data/${key}"><label ref="jr:itext('${key}')"/></upload>`
    : `<input ref="/data/${key}"><label ref="jr:itext('${key}')"/></input>`
  return `<?xml version="1.0"?><h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"><h:head><h:title>${TITLES[name]}</h:title><model><itext>${words}</itext><instance><data id="${name}" version="1">${each(([key]) => `<${key}/>`)}<orx:meta><orx:instanceID/></orx:meta></data></instance>${each(([key, type]) => `<bind nodeset="/data/${key}" type="${type}"/>`)}<bind nodeset="/data/orx:meta/orx:instanceID" type="string" readonly="true()" jr:preload="uid"/></model></h:head><h:body>${each(control)}</h:body></h:html>`
}
