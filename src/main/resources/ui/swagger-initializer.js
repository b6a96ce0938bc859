// Starts Swagger UI on the documents of this server.
"use strict";

/** The documents of group-versions that the server lists now, and the one of Podium itself. */
async function documents() {
  const index = await (await fetch("/openapi/v3")).json();
  const urls = Object.keys(index.paths)
    .filter((path) => /^api\/v|^apis\/.+\//.test(path))
    .map((path) => ({ name: path.replace(/^apis?\//, ""), url: `/openapi/v3/${path}` }));
  return [...urls, { name: "Podium", url: "/v3/api-docs" }];
}

/** A body that the server takes, for the kind that an operation is about. */
function example(examples, method, kind) {
  if (method === "delete") {
    return {};
  }
  const apiVersion = kind.group ? `${kind.group}/${kind.version}` : kind.version;
  return { apiVersion, kind: kind.kind, ...(examples[`${apiVersion} ${kind.kind}`]
      ?? { metadata: { name: "example" } }) };
}

/** The document with JSON bodies to try out in place of bodies of any type and every field. */
function prepared(text, examples) {
  const spec = JSON.parse(text);
  for (const [path, item] of Object.entries(spec.paths)) {
    for (const parameter of item.parameters ?? []) {
      if (parameter.in === "path") {
        parameter.example = parameter.name === "namespace" ? "default" : "example";
      }
    }
    for (const [method, operation] of Object.entries(item)) {
      const content = operation.requestBody?.content;
      const kind = operation["x-kubernetes-group-version-kind"];
      if (!content || !kind) {
        continue;
      }
      if (method === "patch") {
        const { "application/json-patch+json": json, ...others } = content;
        for (const type of Object.values(others)) {
          type.example = { metadata: { labels: { tried: "out" } } };
        }
        if (json) {
          json.example = [{ op: "add", path: "/metadata/labels", value: { tried: "out" } }];
        }
        const merge = "application/merge-patch+json";
        operation.requestBody.content = { [merge]: others[merge], ...others,
          "application/json-patch+json": json };
      } else if (content["*/*"] || content["application/json"]) {
        const { schema } = content["*/*"] ?? content["application/json"];
        operation.requestBody.content = {
          "application/json": { schema, example: example(examples, method, kind) },
        };
      }
    }
  }
  return JSON.stringify(spec);
}

window.onload = async () => {
  const examples = await (await fetch("examples.json")).json();
  const urls = await documents();
  window.ui = SwaggerUIBundle({
    urls,
    "urls.primaryName": "v1",
    dom_id: "#swagger-ui",
    deepLinking: true,
    displayRequestDuration: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    filter: true,
    operationsSorter: "alpha",
    tryItOutEnabled: true,
    validatorUrl: null,
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    plugins: [SwaggerUIBundle.plugins.DownloadUrl],
    layout: "StandaloneLayout",
    responseInterceptor: (response) => {
      if (response.ok && new URL(response.url, location.href).pathname.startsWith("/openapi/v3/")) {
        response.text = prepared(response.text, examples);
        response.data = response.text;
      }
      return response;
    },
  });
};
