package dev.podium.schema.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.podium.object.ApiException;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import dev.podium.schema.ObjectType;
import dev.podium.schema.Schemas;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Decodes what was exchanged with a real 1.36 server, where a recording of it lies beside the
/// project (`podium.recordings`, by default `../shared`).
class RecordedBodiesTest {
  private static final Path RECORDED =
      Path.of(System.getProperty("podium.recordings", "../shared"));
  private static final Pattern DECODING =
      Pattern.compile(
          "cannot be handled as a|provided is unrecognized|match the expected API version");

  private final BodyDecoder decoder = new BodyDecoder(Schemas.builtIn());
  private final List<String> differences = new ArrayList<>();
  private int agreeing;

  @Test
  void everyBodyIsTakenOrRefusedAsByARealServer() throws IOException {
    Path paths = RECORDED.resolve("schema").resolve("paths.json");
    assumeTrue(Files.exists(paths), "no recording at hand");
    Map<String, GroupVersionKind> kinds = kinds(Json.parseObject(Files.readAllBytes(paths)));
    steps("requests.json", "create.json", "validation.json", "defaults.json")
        .forEach(step -> {
          JsonObject request = step.object("request");
          String path = request.string("path").replaceAll("\\?.*", "");
          Optional.ofNullable(kinds.get(route(request.string("method"), path)))
              .filter(kind -> request.has("body") && asWritten(request))
              .ifPresent(kind -> compare(step, kind));
        });
    System.out.println(agreeing + " bodies agree, " + differences.size() + " differences");
    assertThat(differences).isEmpty();
    assertThat(agreeing).isGreaterThan(500);
  }

  /// Placeholders stand where other types belong, and the recording of a float lost its fraction.
  private static boolean asWritten(JsonObject request) {
    String body = request.find("body").orElseThrow().toString();
    String media = request.string("headers", "Content-Type");
    return !body.contains("\"${np}\"")
        && !body.contains("\"terminationGracePeriodSeconds\":5")
        && (media.isEmpty() || media.matches("application/(json|yaml).*"));
  }

  private void compare(JsonObject step, GroupVersionKind kind) {
    JsonObject request = step.object("request");
    Object given = request.find("body").orElseThrow();
    byte[] body = given.toString().getBytes(StandardCharsets.UTF_8);
    boolean yaml = request.string("headers", "Content-Type").contains("yaml");
    boolean strict = request.string("path").contains("fieldValidation=Strict");
    String message = step.object("response").string("body", "message");
    String expected = DECODING.matcher(message).find() ? message : "";
    String actual = "";
    try {
      decoder.decode(body, yaml ? BodyFormat.YAML : BodyFormat.JSON, kind, strict);
    } catch (ApiException e) {
      actual = e.message();
    }
    note(actual.equals(expected), given + "\n  expected " + expected + "\n  actual " + actual);
  }

  @Test
  void everyObjectOfARealServerIsAsTheDecoderWouldMakeIt() throws IOException {
    assumeTrue(Files.exists(RECORDED.resolve("wire")), "no recording at hand");
    steps("create.json", "defaults.json", "lifecycle.json", "patch.json", "validation.json")
        .filter(step -> !step.has("select") && !step.has("ignore"))
        .forEach(step -> object(step.object("response").object("body")));
    System.out.println(agreeing + " objects agree, " + differences.size() + " differences");
    assertThat(differences).isEmpty();
    assertThat(agreeing).isGreaterThan(200);
  }

  private void object(JsonObject body) {
    if (body.string("kind").equals("Status")) {
      return;
    }
    Optional<ObjectType> type =
        Schemas.builtIn()
            .kind(GroupVersionKind.of(body.string("apiVersion"), body.string("kind")))
            .filter(t -> t.field("items").isEmpty());
    if (type.isPresent()) {
      JsonObject decoded = TypedDecoder.stored(type.get(), body);
      note(decoded.equals(body), body + "\n  decoded " + decoded);
    }
  }

  private void note(boolean agrees, String difference) {
    if (agrees) {
      agreeing++;
    } else {
      differences.add(difference);
    }
  }

  private static Stream<JsonObject> steps(String... files) throws IOException {
    List<JsonObject> steps = new ArrayList<>();
    for (String file : files) {
      String text = Files.readString(RECORDED.resolve("wire").resolve(file));
      JsonObject recording =
          Json.parseObject(
              text.replaceAll(
                      "(?i)(renewTime|acquireTime|eventTime)\": \"<time>",
                      "$1\": \"2020-01-01T00:00:00.000000Z")
                  .replace("\"<time>\"", "\"2020-01-01T00:00:00Z\"")
                  .replaceAll("\"<(nodePort|healthCheckNodePort|number)>\"", "30000"));
      recording.objects("cases").forEach(one -> steps.addAll(one.objects("steps")));
    }
    return steps.stream();
  }

  private static Map<String, GroupVersionKind> kinds(JsonObject recorded) {
    Map<String, GroupVersionKind> kinds = new HashMap<>();
    for (Map.Entry<String, Object> version : recorded) {
      JsonObject paths = ((JsonObject) version.getValue()).object("paths");
      paths.forEach((path, methods) ->
          ((JsonObject) methods)
              .forEach((method, operation) -> {
                if (operation instanceof JsonObject facts && facts.has("kind")) {
                  kinds.put(route(method, path), kind(facts.string("kind")));
                }
              }));
    }
    return kinds;
  }

  private static GroupVersionKind kind(String text) {
    int slash = text.lastIndexOf('/');
    return GroupVersionKind.of(text.substring(0, slash), text.substring(slash + 1));
  }

  /// A method and a path with all names blanked out.
  private static String route(String method, String path) {
    String[] steps = path.split("/");
    for (int i = 1; i < steps.length; i++) {
      boolean afterNamespace = steps[i - 1].equals("namespaces");
      boolean name = i == steps.length - 1 && steps[i].matches("\\{name}|[^a-z].*");
      steps[i] = afterNamespace || name ? "*" : steps[i];
    }
    return method.toUpperCase(java.util.Locale.ROOT) + String.join("/", steps);
  }
}
