package dev.podium.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ObjectTreeTest {
  private static final GroupVersionKind KIND = new GroupVersionKind("", "v1", "Pod");

  @Test
  void behavesLikeASortedMapUnderRandomChanges() {
    Random random = new Random(7);
    TreeMap<String, ApiObject> model = new TreeMap<>();
    ObjectTree tree = ObjectTree.EMPTY;
    for (int i = 0; i < 4_000; i++) {
      String key = "k" + random.nextInt(500);
      if (random.nextInt(5) < 3) {
        ApiObject object = ApiObject.named(KIND, "ns", key + "-" + i);
        model.put(key, object);
        tree = tree.with(key, object);
      } else {
        model.remove(key);
        tree = tree.without(key);
      }
      assertThat(tree.size()).isEqualTo(model.size());
      assertThat(tree.find(key).isPresent()).isEqualTo(model.containsKey(key));
      if (i % 50 == 0) {
        String bound = "k" + random.nextInt(500);
        assertThat(tree.stream("", "")).containsExactlyElementsOf(model.values());
        assertThat(tree.stream(bound, "k4"))
            .containsExactlyElementsOf(
                bound.compareTo("k4") < 0
                    ? model.subMap(bound, false, "k4", false).values()
                    : model.headMap("").values());
        assertThat(tree.count(bound, "")).isEqualTo(model.tailMap(bound, false).size());
      }
    }
  }

  @Test
  void aChangeLeavesEveryEarlierStateAsItWas() {
    ObjectTree before = ObjectTree.EMPTY;
    for (int i = 0; i < 100; i++) {
      before = before.with("k" + i, ApiObject.named(KIND, "", "k" + i));
    }
    ObjectTree after = before.without("k50").with("k7", ApiObject.named(KIND, "", "other"));
    assertThat(before.size()).isEqualTo(100);
    assertThat(before.find("k50")).isPresent();
    assertThat(before.find("k7")).map(ApiObject::name).contains("k7");
    assertThat(after.size()).isEqualTo(99);
  }

  @Test
  void removingWhatIsNotThereChangesNothing() {
    ObjectTree tree = ObjectTree.EMPTY.with("a", ApiObject.named(KIND, "", "a"));
    assertThat(tree.without("b")).isSameAs(tree);
  }

  @Test
  void growthInKeyOrderStaysShallow() {
    ObjectTree tree = ObjectTree.EMPTY;
    for (int i = 0; i < 100_000; i++) {
      tree = tree.with("%06d".formatted(i), ApiObject.named(KIND, "", "x"));
    }
    assertThat(tree.height()).isLessThan(30);
  }
}
