import { defineConfig } from "vite"

// One script, no file name hashes: the pages name it as built/charts.js.
export default defineConfig({
  publicDir: false,
  logLevel: "warn",
  build: {
    outDir: "../pakhi/site/static/built",
    emptyOutDir: true,
    target: "es2022",
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      input: "charts.js",
      output: { entryFileNames: "[name].js", chunkFileNames: "[name].js" },
    },
  },
})
