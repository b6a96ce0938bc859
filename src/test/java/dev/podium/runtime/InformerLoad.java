package dev.podium.runtime;

import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.LabelSelector;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Measures what a reconciliation pays for its caches; not a test. Run `main`.
final class InformerLoad {
  private static final int OBJECTS = 10_000;
  private static final int APPS = 500;
  private static final int TIMES = 100_000;

  private InformerLoad() {}

  public static void main(String[] arguments) {
    try (Simulation cluster = new Simulation()) {
      long start = System.nanoTime();
      for (int i = 0; i < OBJECTS; i++) {
        Map<String, String> labels = Map.of("app", "app-" + i % APPS, "tier", "web");
        cluster
            .user()
            .create(
                ApiObject.named(Kinds.CONFIG_MAP, "default", "map-%05d".formatted(i))
                    .editMetadata(metadata -> metadata.set("labels", labels)));
      }
      say("create through the API", OBJECTS, start);
      Informer maps = cluster.loops().informer(Kinds.CONFIG_MAP);
      maps.select("default", LabelSelector.parse("app=x"));
      start = System.nanoTime();
      maps.refresh();
      say("fill the cache and its index", OBJECTS, start);
      start = System.nanoTime();
      for (int i = 0; i < TIMES; i++) {
        maps.refresh();
      }
      say("refresh of what is up to date", TIMES, start);
      List<LabelSelector> selectors =
          List.of(
              LabelSelector.parse("app=app-7,tier=web"), LabelSelector.parse("tier=web,app=app-8"));
      start = System.nanoTime();
      for (int i = 0; i < TIMES; i++) {
        maps.select("default", selectors.get(i % 2));
      }
      say("select %d of %d".formatted(OBJECTS / APPS, OBJECTS), TIMES, start);
    }
  }

  private static void say(String what, int times, long start) {
    double micros = (System.nanoTime() - start) / 1e3 / times;
    System.out.println(String.format(Locale.ROOT, "%s: %.2f µs each", what, micros));
  }
}
