import { defineConfig } from "@hey-api/openapi-ts";

// A copy of this folder elsewhere generates from a running site: CITEWELL_OPENAPI=https://…/api/v1/openapi.json
export default defineConfig({
  input: process.env.CITEWELL_OPENAPI ?? "../../docs/openapi.json",
  output: "src/api",
  logs: { level: "error" },
});
