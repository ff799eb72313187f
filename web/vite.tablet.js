import { defineConfig } from "vite"

// The sealing of the tablet without a signal, as one file beside the charts: built/sealedbox.js.
export default defineConfig({
  publicDir: false,
  logLevel: "warn",
  build: {
    outDir: "../pakhi/site/static/built",
    emptyOutDir: false,
    target: "es2022",
    rollupOptions: {
      input: "sealedbox.js",
      preserveEntrySignatures: "strict",
      output: { entryFileNames: "[name].js" },
    },
  },
})
