package dev.podium.controllers.bootstrap;

import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import dev.podium.object.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The priority levels and flow schemas of `flowcontrol.yaml` beside this class, as objects.
final class FlowControlDefaults {
  private static final int QUEUE_LENGTH = 50;

  private final JsonObject data;

  FlowControlDefaults() {
    try (InputStream in = FlowControlDefaults.class.getResourceAsStream("flowcontrol.yaml")) {
      if (in == null) {
        throw new IllegalStateException("flowcontrol.yaml is missing from the jar");
      }
      data = Yaml.parseObject(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<ApiObject> objects() {
    List<ApiObject> objects = new ArrayList<>();
    data.object("levels").forEach((name, facts) -> objects.add(level(name, (JsonArray) facts)));
    data.object("schemas").forEach((name, facts) -> objects.add(schema(name, (JsonObject) facts)));
    return objects;
  }

  private static ApiObject level(String name, JsonArray facts) {
    JsonObject shares =
        JsonObject.of("nominalConcurrencyShares", facts.get(0), "lendablePercent", facts.get(1));
    ApiObject level = updated(Kinds.PRIORITY_LEVEL_CONFIGURATION, name);
    if (name.equals("exempt")) {
      return level.with("spec", JsonObject.of("type", "Exempt", "exempt", shares));
    }
    JsonObject response =
        facts.size() < 4
            ? JsonObject.of("type", "Reject")
            : JsonObject.of(
                "type",
                "Queue",
                "queuing",
                JsonObject.of(
                    "queues",
                    facts.get(2),
                    "handSize",
                    facts.get(3),
                    "queueLengthLimit",
                    QUEUE_LENGTH));
    return level.with(
        "spec",
        JsonObject.of("type", "Limited", "limited", shares.with("limitResponse", response)));
  }

  private static ApiObject schema(String name, JsonObject facts) {
    JsonObject spec =
        JsonObject.of(
            "priorityLevelConfiguration",
            JsonObject.of("name", facts.string("level")),
            "matchingPrecedence",
            facts.integer("precedence"));
    String method = facts.string("method");
    spec =
        method.isEmpty() ? spec : spec.with("distinguisherMethod", JsonObject.of("type", method));
    return updated(Kinds.FLOW_SCHEMA, name).with("spec", spec.with("rules", List.of(rules(facts))));
  }

  private static JsonObject rules(JsonObject facts) {
    List<JsonObject> resources = new ArrayList<>();
    List<JsonObject> paths = new ArrayList<>();
    for (Object rule : facts.array("rules")) {
      List<String> words = ((JsonArray) rule).strings();
      if (words.get(1).equals("url")) {
        paths.add(
            JsonObject.of("verbs", split(words.get(0)), "nonResourceURLs", split(words.get(2))));
      } else {
        resources.add(resourceRule(words));
      }
    }
    JsonObject rules =
        JsonObject.of(
            "subjects",
            facts.strings("subjects").stream().map(FlowControlDefaults::subject).toList());
    rules = resources.isEmpty() ? rules : rules.with("resourceRules", resources);
    return paths.isEmpty() ? rules : rules.with("nonResourceRules", paths);
  }

  private static JsonObject resourceRule(List<String> words) {
    String group = words.get(1).equals("core") ? "" : words.get(1);
    JsonObject rule =
        JsonObject.of(
            "verbs",
            split(words.get(0)),
            "apiGroups",
            List.of(group),
            "resources",
            split(words.get(2)));
    rule = words.size() > 4 ? rule.with("clusterScope", true) : rule;
    return rule.with("namespaces", split(words.get(3)));
  }

  private static JsonObject subject(String text) {
    List<String> words = split(text);
    String name = words.get(1);
    return switch (words.get(0)) {
      case "User" -> JsonObject.of("kind", "User", "user", JsonObject.of("name", name));
      case "Group" -> JsonObject.of("kind", "Group", "group", JsonObject.of("name", name));
      default ->
          JsonObject.of(
              "kind",
              "ServiceAccount",
              "serviceAccount",
              JsonObject.of("namespace", "kube-system", "name", name));
    };
  }

  private static List<String> split(String text) {
    return Arrays.asList(text.split(" "));
  }

  /// Marked as kept up to date by the server, as long as nobody else takes it over.
  private static ApiObject updated(GroupVersionKind kind, String name) {
    return ApiObject.named(kind, "", name)
        .editMetadata(metadata ->
            metadata.object("annotations").set("apf.kubernetes.io/autoupdate-spec", "true"));
  }
}
