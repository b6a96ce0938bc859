package dev.podium.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.podium.object.Json;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import dev.podium.schema.Field.Granularity;
import dev.podium.schema.Field.PatchStrategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Compares the generated schema with what a real 1.36 server's OpenAPI document says, where a
/// recording of it lies beside the project (`podium.recordings`, by default `../shared`).
class RecordedSchemaTest {
  private static final Path RECORDED =
      Path.of(System.getProperty("podium.recordings", "../shared"), "schema", "definitions.json");

  /// Defaults that the recording leaves out.
  private static final Set<Object> ZERO = Set.of("", 0L, false);

  private final List<String> differences = new ArrayList<>();
  private int agreeing;

  @Test
  void everyFieldIsAsARealServerDescribesIt() throws IOException {
    assumeTrue(Files.exists(RECORDED), "no recorded schema at hand");
    JsonObject recorded = Json.parseObject(Files.readAllBytes(RECORDED));
    for (Map.Entry<String, Object> entry : recorded) {
      if (inScope(entry.getKey())) {
        compare(entry.getKey(), (JsonObject) entry.getValue());
      }
    }
    System.out.println(agreeing + " fields agree, " + differences.size() + " differences");
    assertThat(differences).isEmpty();
  }

  /// Packages of group-versions that are off by default are not generated.
  private static boolean inScope(String definition) {
    return !definition.matches(".*\\.v\\d(alpha|beta)\\d\\..*|.*\\.meta\\.v1\\.GroupResource");
  }

  private void compare(String name, JsonObject recorded) {
    if (!recorded.has("fields")) {
      return;
    }
    ObjectType type = Schemas.builtIn().definition(name).orElse(null);
    if (type == null) {
      differences.add(name + " is missing");
      return;
    }
    compareValue(name + " atomic", recorded.string("mapType").equals("atomic"), type.atomic());
    compareValue(name + " unions", recorded.find("unions"), type.traits().unions());
    compareValue(name + " kind", kinds(recorded), kinds(type));
    compareValue(
        name + " required",
        Set.copyOf(strings(recorded.find("required").orElse(JsonArray.EMPTY))),
        type.fields().stream()
            .filter(Field::required)
            .map(Field::name)
            .collect(Collectors.toSet()));
    Map<String, Map<String, Object>> expected = new TreeMap<>();
    for (Map.Entry<String, Object> field : (JsonObject) recorded.find("fields").orElseThrow()) {
      expected.put(field.getKey(), facts((JsonObject) field.getValue()));
    }
    Map<String, Map<String, Object>> actual = new TreeMap<>();
    type.fields().forEach(field -> actual.put(field.name(), facts(field)));
    for (String field : expected.keySet()) {
      if (expected.get(field).equals(actual.get(field))) {
        agreeing++;
      } else {
        differences.add(
            name
                + "."
                + field
                + ": recorded "
                + expected.get(field)
                + ", ours "
                + actual.get(field));
      }
    }
    actual.keySet().stream()
        .filter(field -> !expected.containsKey(field))
        .forEach(field -> differences.add(name + "." + field + " is not recorded"));
  }

  private void compareValue(String what, Object recorded, Object ours) {
    if (!recorded.equals(ours)) {
      differences.add(what + ": recorded " + recorded + ", ours " + ours);
    }
  }

  private static Set<String> kinds(JsonObject recorded) {
    return Set.copyOf(strings(recorded.find("gvk").orElse(JsonArray.EMPTY)));
  }

  private static Set<String> kinds(ObjectType type) {
    return Schemas.builtIn().kinds().entrySet().stream()
        .filter(e -> e.getValue() == type)
        .map(e -> e.getKey().groupVersion() + "/" + e.getKey().kind())
        .collect(Collectors.toSet());
  }

  private static Map<String, Object> facts(JsonObject recorded) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("type", typeName(recorded.find("type").orElseThrow()));
    for (String fact :
        List.of("listType", "mapType", "patchStrategy", "patchMergeKey", "default")) {
      recorded.find(fact).ifPresent(value -> facts.put(fact, value));
    }
    recorded.find("listMapKeys").ifPresent(keys -> facts.put("listMapKeys", strings(keys)));
    recorded
        .find("enum")
        .or(() -> recorded.find("itemsEnum"))
        .ifPresent(values -> facts.put("enum", strings(values)));
    return facts;
  }

  private static Map<String, Object> facts(Field field) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("type", typeName(field.type()));
    field.listType().ifPresent(t -> facts.put("listType", t.name().toLowerCase(Locale.ROOT)));
    field
        .mapType()
        .map(Granularity::name)
        .ifPresent(t -> facts.put("mapType", t.toLowerCase(Locale.ROOT)));
    if (!field.patchStrategies().isEmpty()) {
      facts.put("patchStrategy", strategies(field.patchStrategies()));
    }
    field.patchMergeKey().ifPresent(key -> facts.put("patchMergeKey", key));
    field
        .defaultValue()
        .filter(value -> !ZERO.contains(value))
        .ifPresent(value -> facts.put("default", value));
    if (!field.listMapKeys().isEmpty()) {
      facts.put("listMapKeys", field.listMapKeys());
    }
    if (!field.enumeration().isEmpty()) {
      facts.put("enum", field.enumeration());
    }
    return facts;
  }

  private static String strategies(Set<PatchStrategy> strategies) {
    return strategies.stream()
        .sorted()
        .map(s -> s == PatchStrategy.RETAIN_KEYS ? "retainKeys" : s.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(","));
  }

  private static List<String> strings(Object array) {
    return array instanceof JsonArray values
        ? values.stream().map(Object::toString).toList()
        : List.of();
  }

  private static String typeName(Object recorded) {
    return switch (recorded) {
      case JsonArray list -> "[]" + typeName(list.get(0));
      case JsonObject map -> "{}" + typeName(map.find("*").orElseThrow());
      default -> recorded.toString();
    };
  }

  private static String typeName(SchemaType type) {
    return switch (type) {
      case ObjectType object -> object.name();
      case ListType(var items, _) -> "[]" + typeName(items);
      case MapType(var values) -> "{}" + typeName(values);
      case FreeForm form -> form.definition().orElse("any");
      case Scalar scalar -> scalar.definition().orElseGet(() -> openApi(scalar));
    };
  }

  private static String openApi(Scalar scalar) {
    return switch (scalar) {
      case BYTES -> "string:byte";
      case BOOLEAN -> "boolean";
      case INT32 -> "integer:int32";
      case INT64 -> "integer:int64";
      case DOUBLE -> "number:double";
      default -> "string";
    };
  }
}
