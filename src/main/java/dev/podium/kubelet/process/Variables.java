package dev.podium.kubelet.process;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Environment variables that do not change, in their order, in as little memory as can be: every
/// container has some.
public final class Variables extends AbstractMap<String, String> {
  public static final Variables NONE = new Variables(new String[0]);

  /// Names and values in turn.
  private final String[] words;

  private Variables(String[] words) {
    this.words = words;
  }

  public static Variables of(Map<String, String> map) {
    if (map instanceof Variables same) {
      return same;
    }
    List<String> words = new ArrayList<>(2 * map.size());
    map.forEach((name, value) -> {
      words.add(name);
      words.add(value);
    });
    return new Variables(words.toArray(String[]::new));
  }

  @Override
  public @Nullable String get(@Nullable Object name) {
    for (int i = 0; i < words.length; i += 2) {
      if (words[i].equals(name)) {
        return words[i + 1];
      }
    }
    return null;
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return get(name) != null;
  }

  @Override
  public Set<Map.Entry<String, String>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<String, String>> iterator() {
        return IntStream.range(0, size())
            .mapToObj(i -> Map.entry(words[2 * i], words[2 * i + 1]))
            .iterator();
      }

      @Override
      public int size() {
        return words.length / 2;
      }
    };
  }
}
