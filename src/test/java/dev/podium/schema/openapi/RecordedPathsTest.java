package dev.podium.schema.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.podium.object.Json;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import dev.podium.schema.Schemas;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Compares paths, operations, parameters and answers with a recorded server's.
class RecordedPathsTest {
  /// Podium has no node's log files to serve, nor any way to migrate storage; and it takes no CBOR.
  private static final Set<String> NOT_SERVED =
      Set.of(
          "/logs/",
          "/logs/{logpath}",
          "/apis/internal.apiserver.k8s.io/",
          "/apis/storagemigration.k8s.io/");

  @Test
  void everyPathIsAsARealServerListsIt() throws IOException {
    Optional<RecordedPaths> found = RecordedPaths.find();
    assumeTrue(found.isPresent(), "no recorded paths at hand");
    RecordedPaths recorded = found.orElseThrow();
    OpenApiDocuments documents =
        OpenApiDocuments.of(
            recorded.resources, new TypeDefinitions(Schemas.builtIn(), "test"), "1.36");
    JsonObject v2 = Json.parseObject(documents.v2().bytes());

    Map<String, Object> expected = new TreeMap<>();
    recorded.paths.forEach((path, methods) -> {
      if (!NOT_SERVED.contains(path)) {
        methods.forEach(
            m -> expected.put(path + ' ' + m.getKey(), expected((JsonObject) m.getValue())));
      }
    });
    Map<String, Object> actual = new TreeMap<>();
    for (Map.Entry<String, Object> path : (JsonObject) v2.find("paths").orElseThrow()) {
      JsonObject item = (JsonObject) path.getValue();
      for (Map.Entry<String, Object> method : item) {
        if (method.getValue() instanceof JsonObject operation) {
          actual.put(path.getKey() + ' ' + method.getKey(), actual(v2, item, operation));
        }
      }
    }
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    assertThat(actual).isEqualTo(expected);
  }

  private static Map<String, Object> expected(JsonObject recorded) {
    Map<String, Object> facts = new TreeMap<>();
    recorded.findString("action").ifPresent(a -> facts.put("action", a));
    recorded.findString("kind").ifPresent(k -> facts.put("kind", k));
    facts.put("query", new TreeSet<>(strings(recorded, "query")));
    recorded.findString("body").ifPresent(b -> facts.put("body", b));
    facts.put("answers", answers((JsonObject) recorded.find("answers").orElseThrow()));
    return facts;
  }

  private static Map<String, Object> actual(JsonObject v2, JsonObject item, JsonObject operation) {
    Map<String, Object> facts = new TreeMap<>();
    operation.findString("x-kubernetes-action").ifPresent(a -> facts.put("action", a));
    if (operation.has("x-kubernetes-group-version-kind")) {
      String group = operation.string("x-kubernetes-group-version-kind", "group");
      facts.put(
          "kind",
          (group.isEmpty() ? "" : group + '/')
              + operation.string("x-kubernetes-group-version-kind", "version")
              + '/'
              + operation.string("x-kubernetes-group-version-kind", "kind"));
    }
    Set<String> query = new TreeSet<>();
    List<Object> parameters = new ArrayList<>();
    item.find("parameters").ifPresent(p -> parameters.addAll(((JsonArray) p).asList()));
    operation.find("parameters").ifPresent(p -> parameters.addAll(((JsonArray) p).asList()));
    for (Object reference : parameters) {
      String name = ((JsonObject) reference).string("$ref").substring("#/parameters/".length());
      JsonObject parameter = (JsonObject) v2.find("parameters", name).orElseThrow();
      switch (parameter.string("in")) {
        case "query" -> query.add(parameter.string("name"));
        case "body" ->
            facts.put("body", parameter.string("schema", "$ref").replace("#/definitions/", ""));
        default -> assertThat(parameter.bool("required")).isTrue();
      }
    }
    facts.put("query", query);
    Map<String, String> answers = new TreeMap<>();
    for (Map.Entry<String, Object> answer :
        (JsonObject) operation.find("responses").orElseThrow()) {
      JsonObject schema =
          (JsonObject) ((JsonObject) answer.getValue()).find("schema").orElse(JsonObject.EMPTY);
      if (!schema.isEmpty()) {
        answers.put(
            answer.getKey(),
            schema.findString("$ref").map(r -> r.replace("#/definitions/", "")).orElse("string"));
      }
    }
    facts.put("answers", answers);
    return facts;
  }

  private static Map<String, String> answers(JsonObject recorded) {
    Map<String, String> answers = new TreeMap<>();
    recorded.forEach(e -> answers.put(e.getKey(), e.getValue().toString()));
    return answers;
  }

  private static List<String> strings(JsonObject parent, String name) {
    return parent.get(name) instanceof JsonArray list ? list.strings() : List.of();
  }
}
