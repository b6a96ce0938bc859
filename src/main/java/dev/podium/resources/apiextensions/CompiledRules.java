package dev.podium.resources.apiextensions;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The rules of a schema and of all below it, compiled when they are first needed.
///
/// Upstream: apiextensions-apiserver's pkg/apiserver/schema/cel/validation.go.
final class CompiledRules {
  private final JsonObject schema;
  private final boolean root;
  private final Map<String, CompiledRules> properties = new TreeMap<>();
  private final Optional<CompiledRules> items;
  private final Optional<CompiledRules> additional;
  private volatile @Nullable List<RuleCompiler.Compiled> compiled;

  private CompiledRules(JsonObject schema, boolean root) {
    this.schema = schema;
    this.root = root;
    schema
        .object("properties")
        .forEach((name, value) -> {
          if (value instanceof JsonObject property) {
            of(property, false).ifPresent(rules -> properties.put(name, rules));
          }
        });
    this.items = schema.findObject("items").flatMap(below -> of(below, false));
    this.additional = schema.findObject("additionalProperties").flatMap(below -> of(below, false));
  }

  /// The rules of whole objects; nothing where there are none anywhere.
  static Optional<CompiledRules> of(JsonObject schema) {
    return of(schema, true);
  }

  /// The rules that a default value breaks, which is its own past.
  static List<FieldError> checkDefault(JsonObject schema, Object value, FieldPath path) {
    return of(schema, schema.bool("x-kubernetes-embedded-resource"))
        .map(rules -> {
          RuleRun run = new RuleRun(false);
          rules.check(value, Optional.of(value), path, run);
          return run.errors();
        })
        .orElse(List.of());
  }

  private static Optional<CompiledRules> of(JsonObject schema, boolean root) {
    CompiledRules rules = new CompiledRules(schema, root);
    boolean any =
        !rules.sources().isEmpty()
            || !rules.properties.isEmpty()
            || rules.items.isPresent()
            || rules.additional.isPresent();
    return any ? Optional.of(rules) : Optional.empty();
  }

  private List<JsonObject> sources() {
    return schema.objects("x-kubernetes-validations");
  }

  private List<RuleCompiler.Compiled> compiled() {
    List<RuleCompiler.Compiled> known = compiled;
    if (known == null) {
      RuleCompiler compiler = new RuleCompiler(schema, root);
      known = sources().stream().map(Rule::new).map(compiler::compile).toList();
      compiled = known;
    }
    return known;
  }

  /// The rules that an object breaks.
  ///
  /// @param old what it was before, where it was
  List<FieldError> check(JsonObject object, Optional<JsonObject> old) {
    RuleRun run = new RuleRun(true);
    check(object, old, FieldPath.ROOT, run);
    return run.errors();
  }

  private void check(Object value, Optional<?> old, FieldPath path, RuleRun run) {
    if (value == JsonNull.NULL || run.isOver()) {
      return;
    }
    if (!sources().isEmpty()) {
      run.check(compiled(), schema.string("type"), value, old.map(o -> o), path);
    }
    switch (value) {
      case JsonObject object -> fields(object, old, path, run);
      case JsonArray array -> items(array, old, path, run);
      default -> {}
    }
  }

  private void fields(JsonObject object, Optional<?> old, FieldPath path, RuleRun run) {
    boolean atomic = schema.string("x-kubernetes-map-type").equals("atomic");
    JsonObject before =
        !atomic && old.isPresent() && old.get() instanceof JsonObject map ? map : JsonObject.EMPTY;
    object.forEach((name, value) -> {
      Optional<Object> oldValue = Optional.ofNullable(before.get(name));
      CompiledRules property = properties.get(name);
      if (property != null) {
        property.check(value, oldValue, path.child(name), run);
      } else if (!schema.object("properties").has(name)) {
        additional.ifPresent(rules -> rules.check(value, oldValue, path.key(name), run));
      }
    });
  }

  private void items(JsonArray array, Optional<?> old, FieldPath path, RuleRun run) {
    if (items.isEmpty()) {
      return;
    }
    for (int i = 0; i < array.size(); i++) {
      Object item = array.get(i);
      items.get().check(item, former(item, old), path.index(i), run);
    }
  }

  /// The item with the same keys, in lists where keys identify items.
  private Optional<Object> former(Object item, Optional<?> old) {
    boolean keyed = schema.string("x-kubernetes-list-type").equals("map");
    if (!keyed
        || old.isEmpty()
        || !(old.get() instanceof JsonArray before)
        || !(item instanceof JsonObject object)) {
      return Optional.empty();
    }
    List<String> keys = new ArrayList<>(schema.strings("x-kubernetes-list-map-keys"));
    return before.objects().stream()
        .filter(one -> keys.stream().allMatch(key -> Objects.equals(one.get(key), object.get(key))))
        .findFirst()
        .map(found -> found);
  }
}
