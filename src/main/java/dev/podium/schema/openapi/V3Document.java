package dev.podium.schema.openapi;

import dev.podium.object.JsonObject;
import dev.podium.schema.openapi.Operation.Answer;
import dev.podium.schema.openapi.Operation.Body;
import dev.podium.schema.openapi.Operation.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One document of OpenAPI v3.
final class V3Document {
  private V3Document() {}

  static JsonObject write(List<Operation> operations, DefinitionSource source, JsonObject info) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.0.0");
    document.put("info", info);
    document.put(
        "paths", PathWriter.write(operations, V3Document::operation, V3Document::parameter));
    Map<String, Object> components = new LinkedHashMap<>();
    Map<String, JsonObject> schemas = Closure.of(document, source, Dialect.V3);
    if (!schemas.isEmpty()) {
      components.put("schemas", schemas);
    }
    components.put("securitySchemes", JsonObject.of("BearerToken", SecurityScheme.BEARER));
    document.put("components", components);
    return JsonObject.of(document);
  }

  private static JsonObject operation(Operation operation, List<Parameter> own) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("tags", List.of(operation.tag()));
    json.put("description", operation.description());
    json.put("operationId", operation.id());
    if (!own.isEmpty()) {
      json.put("parameters", own.stream().map(V3Document::parameter).toList());
    }
    operation.body().ifPresent(body -> json.put("requestBody", body(operation, body)));
    Map<String, Object> responses = new TreeMap<>();
    operation
        .answers()
        .forEach((code, answer) -> responses.put(code.toString(), response(operation, answer)));
    json.put("responses", responses);
    PathWriter.addAbout(json, operation);
    return JsonObject.of(json);
  }

  private static JsonObject body(Operation operation, Body body) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("content", content(operation.consumes(), body.definition()));
    if (body.required()) {
      json.put("required", true);
    }
    return JsonObject.of(json);
  }

  private static JsonObject response(Operation operation, Answer answer) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("description", answer.description());
    answer.definition().ifPresent(d -> json.put("content", content(operation.produces(), d)));
    return JsonObject.of(json);
  }

  private static Map<String, Object> content(List<String> types, String definition) {
    Map<String, Object> content = new TreeMap<>();
    for (String type : types) {
      content.put(type, JsonObject.of("schema", PathWriter.schema(definition, Dialect.V3)));
    }
    return content;
  }

  private static JsonObject parameter(Parameter parameter) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", parameter.name());
    json.put("in", parameter.in());
    if (!parameter.description().isEmpty()) {
      json.put("description", parameter.description());
    }
    if (parameter.required()) {
      json.put("required", true);
    }
    json.put("schema", JsonObject.of("type", parameter.type(), "uniqueItems", true));
    return JsonObject.of(json);
  }
}
