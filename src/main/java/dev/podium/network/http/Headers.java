package dev.podium.network.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Header fields in the order that they are sent in; names are compared without case.
public record Headers(List<Field> fields) {
  public static final Headers NONE = new Headers(List.of());

  /// What concerns one connection only and is not passed on (RFC 9110, 7.6.1).
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  /// One field.
  public record Field(String name, String value) {}

  public Headers {
    fields = List.copyOf(fields);
  }

  /// Names and values in turn.
  public static Headers of(String... namesAndValues) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.add(new Field(namesAndValues[i], namesAndValues[i + 1]));
    }
    return new Headers(fields);
  }

  /// The first field of a name.
  public Optional<String> find(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .findFirst();
  }

  /// Whether one of a field's comma-separated words is this.
  public boolean has(String name, String word) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .flatMap(field -> List.of(field.value().split(",")).stream())
        .anyMatch(part -> part.strip().equalsIgnoreCase(word));
  }

  /// With one field more, in place of any of that name.
  public Headers with(String name, String value) {
    return without(name).and(name, value);
  }

  /// With one field more.
  public Headers and(String name, String value) {
    List<Field> all = new ArrayList<>(fields);
    all.add(new Field(name, value));
    return new Headers(all);
  }

  public Headers without(String name) {
    return only(field -> !field.name().equalsIgnoreCase(name));
  }

  /// What a proxy passes on.
  public Headers endToEnd() {
    return only(field -> {
      String name = field.name().toLowerCase(Locale.ROOT);
      return !HOP_BY_HOP.contains(name) && !has("Connection", name);
    });
  }

  private Headers only(Predicate<Field> kept) {
    return new Headers(fields.stream().filter(kept).toList());
  }
}
