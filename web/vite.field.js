import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { defineConfig } from "vite"

// The engine carries two WebAssembly programs as base64; as files of their own they travel 28 kB lighter.
const programs = {
  name: "programs",
  transform(code, id) {
    if (!/xforms-engine\/dist\/index\.js$/.test(id)) return null
    const found = [...code.matchAll(/const (\w+) = "data:application\/wasm;base64,([^"]+)";/g)]
    if (found.length !== 2) this.error("The engine no longer holds its two programs as it did: look at web/vite.field.js.")
    for (const [all, name, base64] of found) {
      const file = this.emitFile({ type: "asset", name: `${name}.wasm`, source: Buffer.from(base64, "base64") })
      code = code.replace(all, () => `const ${name} = import.meta.ROLLUP_FILE_URL_${file};`)
    }
    return { code, map: null }
  },
}

// What the service worker keeps, and a hash that changes with any byte of it (pakhi/field/pages/app.py).
const list = {
  name: "list",
  generateBundle(_options, bundle) {
    const files = Object.keys(bundle).sort(), hash = createHash("sha256")
    for (const file of files) hash.update(file).update(bundle[file].code ?? bundle[file].source)
    const worker = readFileSync("field/sw.js", "utf8")
    hash.update(worker)
    const source = JSON.stringify({ files, version: hash.digest("hex") })
    this.emitFile({ type: "asset", fileName: "list.json", source })
    this.emitFile({ type: "asset", fileName: "sw.js", source: worker })
  },
}

const vue = { __VUE_OPTIONS_API__: false, __VUE_PROD_DEVTOOLS__: false, __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false }

export default defineConfig({
  publicDir: false,
  logLevel: "error",
  base: "./",
  define: vue,
  resolve: { alias: { vue: "vue/dist/vue.runtime.esm-bundler.js" } },
  plugins: [programs, list],
  build: {
    outDir: "../pakhi/site/static/built/field",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    cssCodeSplit: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      onwarn: (warning, tell) => warning.code === "EVAL" || tell(warning), // inside the engine, never reached: the policy forbids it
      input: { door: "field/door.js", calendar: "field/calendar.js", engine: "field/engine.js" },
      preserveEntrySignatures: "strict",
      output: {
        entryFileNames: (chunk) => (chunk.name === "engine" ? "engine-[hash].js" : "[name].js"),
        chunkFileNames: "[name]-[hash].js",
        assetFileNames: (asset) => (asset.names[0] === "door.css" ? "door.css" : "[name]-[hash][extname]"),
      },
    },
  },
})
