package dev.podium.schema.openapi;

import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import dev.podium.schema.openapi.Operation.Answer;
import dev.podium.schema.openapi.Operation.Body;
import dev.podium.schema.openapi.Operation.Parameter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The one document of OpenAPI v2.
///
/// Parameters, whose descriptions are long, are written once and referred to (kube-openapi's
/// pkg/builder/parameters.go).
final class V2Document {
  private final Map<String, JsonObject> parameters = new TreeMap<>();

  private V2Document() {}

  static JsonObject write(List<Operation> operations, DefinitionSource source, JsonObject info) {
    V2Document writer = new V2Document();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("swagger", "2.0");
    document.put("info", info);
    document.put("paths", PathWriter.write(operations, writer::operation, writer::parameter));
    document.put("parameters", writer.parameters);
    document.put("definitions", Closure.of(document, source, Dialect.V2));
    document.put("securityDefinitions", JsonObject.of("BearerToken", SecurityScheme.BEARER));
    document.put("security", List.of(JsonObject.of("BearerToken", List.of())));
    return JsonObject.of(document);
  }

  private JsonObject operation(Operation operation, List<Parameter> own) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("description", operation.description());
    if (!operation.consumes().isEmpty()) {
      json.put("consumes", operation.consumes());
    }
    json.put("produces", operation.produces());
    json.put("schemes", List.of("https"));
    json.put("tags", List.of(operation.tag()));
    json.put("operationId", operation.id());
    List<JsonObject> all = new ArrayList<>();
    operation.body().ifPresent(body -> all.add(shared("body", body(body))));
    own.forEach(parameter -> all.add(parameter(parameter)));
    if (!all.isEmpty()) {
      json.put("parameters", all);
    }
    Map<String, Object> responses = new TreeMap<>();
    operation.answers().forEach((code, answer) -> responses.put(code.toString(), response(answer)));
    json.put("responses", responses);
    PathWriter.addAbout(json, operation);
    return JsonObject.of(json);
  }

  private static JsonObject response(Answer answer) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("description", answer.description());
    answer.definition().ifPresent(d -> json.put("schema", PathWriter.schema(d, Dialect.V2)));
    return JsonObject.of(json);
  }

  private static JsonObject body(Body body) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", "body");
    json.put("in", "body");
    if (body.required()) {
      json.put("required", true);
    }
    json.put("schema", Dialect.V2.ref(body.definition()));
    return JsonObject.of(json);
  }

  private JsonObject parameter(Parameter parameter) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("uniqueItems", true);
    json.put("type", parameter.type());
    if (!parameter.description().isEmpty()) {
      json.put("description", parameter.description());
    }
    json.put("name", parameter.name());
    json.put("in", parameter.in());
    if (parameter.required()) {
      json.put("required", true);
    }
    return shared(parameter.name(), JsonObject.of(json));
  }

  /// A reference to a parameter, named after its content so that equal ones are one. Clients look
  /// for the part before the hyphen.
  private JsonObject shared(String name, JsonObject parameter) {
    String key = name + '-' + digest(Json.bytes(parameter));
    parameters.putIfAbsent(key, parameter);
    return JsonObject.of("$ref", "#/parameters/" + key);
  }

  private static String digest(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return Base64.getUrlEncoder().encodeToString(hash).substring(0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
