import node from "@astrojs/node";
import { defineConfig } from "astro/config";

export default defineConfig({
  output: "server",
  adapter: node({ mode: "standalone" }),
  devToolbar: { enabled: false },
  // Astro compares with the address it was built for; src/lib/same_site.ts compares with the one that was asked.
  security: { checkOrigin: false },
  build: { inlineStylesheets: "never" },
});
