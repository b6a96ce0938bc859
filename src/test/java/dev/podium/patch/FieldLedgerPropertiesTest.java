package dev.podium.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiException;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What holds whatever is written by whomever, tried on many random histories.
final class FieldLedgerPropertiesTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final GroupVersionKind KIND = new GroupVersionKind("x.example", "v1", "Work");

  private final FieldLedger ledger =
      new FieldLedger(KIND, "", ObjectVersions.only("x.example/v1", Types.WORK, Ownable.ALL));
  private final Random random = new Random(11);

  @Test
  void updatersNeverShareAFieldAndNobodyOwnsWhatIsNotThere() {
    for (int history = 0; history < 200; history++) {
      JsonObject object = ledger.update(Optional.empty(), object("u"), "m0", NOW);
      for (int step = 0; step < 8; step++) {
        object =
            random.nextBoolean()
                ? ledger.update(Optional.of(object), written(object), manager(), NOW)
                : applied(object, config(), manager(), true).orElseThrow();
        assertUpdatersOwnFieldsAlone(object);
        assertOwnedFieldsExist(object);
      }
    }
  }

  @Test
  void applyingTwiceIsApplyingOnce() {
    JsonObject object = ledger.update(Optional.empty(), object("u"), "m0", NOW);
    for (int i = 0; i < 500; i++) {
      JsonObject config = config();
      String manager = manager();
      boolean force = random.nextBoolean();
      Optional<JsonObject> once = applied(object, config, manager, force);
      if (once.isPresent()) {
        assertThat(applied(once.get(), config, manager, false)).isEqualTo(once);
        object = once.get();
      }
    }
  }

  @Test
  void whatIsAppliedStandsInTheObject() {
    JsonObject object = ledger.update(Optional.empty(), object("u"), "m0", NOW);
    for (int i = 0; i < 500; i++) {
      JsonObject config = config();
      object = applied(object, config, manager(), true).orElseThrow();

      assertThat(TypedMerge.merge(object, config, Types.WORK)).isEqualTo(object);
    }
  }

  @Test
  void whatNobodyAppliesAnyMoreIsGone() {
    JsonObject bare = object("u").without("spec").without("data");
    for (int i = 0; i < 300; i++) {
      JsonObject object = applied(bare, config(), "a", true).orElseThrow();
      object = applied(object, config(), "b", true).orElseThrow();
      JsonObject nothing = config().without("spec").without("data");
      object = applied(object, nothing, "a", true).orElseThrow();
      object = applied(object, nothing, "b", true).orElseThrow();

      JsonObject left = object.without("metadata");
      assertThat(TypedObject.fields(left, Types.WORK).paths())
          .allSatisfy(path -> assertThat(path).hasSize(1));
    }
  }

  private Optional<JsonObject> applied(
      JsonObject live, JsonObject config, String manager, boolean force) {
    try {
      return Optional.of(
          ledger.apply(Optional.of(live), config, manager, force, NOW, object -> object));
    } catch (ApiException conflict) {
      assertThat(conflict.code()).isEqualTo(409);
      return Optional.empty();
    }
  }

  private static void assertUpdatersOwnFieldsAlone(JsonObject object) {
    Set<List<String>> seen = new HashSet<>();
    for (JsonObject entry : object.objects("metadata", "managedFields")) {
      if (entry.string("operation").equals("Update")) {
        for (List<String> path : new FieldSet(entry.object("fieldsV1")).paths()) {
          assertThat(seen.add(path)).as("%s in %s", path, object).isTrue();
        }
      }
    }
  }

  private static void assertOwnedFieldsExist(JsonObject object) {
    for (JsonObject entry : object.objects("metadata", "managedFields")) {
      for (List<String> path : new FieldSet(entry.object("fieldsV1")).paths()) {
        assertThat(exists(path, object, Shape.of(Types.WORK)))
            .as("%s of %s", path, object)
            .isTrue();
      }
    }
  }

  private static boolean exists(List<String> path, Object value, Shape shape) {
    if (path.isEmpty()) {
      return true;
    }
    String step = path.getFirst();
    List<String> rest = path.subList(1, path.size());
    return switch (value) {
      case JsonObject map -> {
        Object field = map.get(PathElement.name(step));
        yield field != null && exists(rest, field, shape.requireField(PathElement.name(step)));
      }
      case JsonArray list ->
          list.stream()
              .filter(item -> shape.step(item).equals(step))
              .anyMatch(item -> exists(rest, item, shape.items()));
      default -> false;
    };
  }

  private JsonObject written(JsonObject live) {
    return object("u").with("metadata", live.object("metadata"));
  }

  private JsonObject object(String uid) {
    return config().with("metadata", JsonObject.of("name", "w", "uid", uid));
  }

  private JsonObject config() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("apiVersion", "x.example/v1");
    fields.put("kind", "Work");
    fields.put("metadata", JsonObject.of("name", "w"));
    Map<String, Object> spec = new LinkedHashMap<>();
    maybe(() -> spec.put("replicas", random.nextInt(3)));
    maybe(() -> spec.put("paused", random.nextBoolean()));
    maybe(() -> spec.put("selector", JsonObject.of("matchLabels", strings())));
    maybe(() -> spec.put("containers", containers()));
    fields.put("spec", spec);
    fields.put("data", strings());
    return JsonObject.of(fields);
  }

  private JsonArray containers() {
    List<JsonObject> containers = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      maybe(() -> {
        JsonObject container = JsonObject.of("name", name, "image", "i" + random.nextInt(2));
        containers.add(
            random.nextBoolean()
                ? container
                : container.with(
                    "env",
                    JsonArray.of(JsonObject.of("name", "E", "value", "v" + random.nextInt(2)))));
      });
    }
    if (random.nextBoolean()) {
      java.util.Collections.reverse(containers);
    }
    return JsonArray.of(containers);
  }

  private JsonObject strings() {
    Map<String, Object> map = new LinkedHashMap<>();
    for (String key : List.of("x", "y", "z")) {
      maybe(() -> map.put(key, "v" + random.nextInt(2)));
    }
    return JsonObject.of(map);
  }

  private String manager() {
    return "m" + random.nextInt(4);
  }

  private void maybe(Runnable action) {
    if (random.nextBoolean()) {
      action.run();
    }
  }
}
