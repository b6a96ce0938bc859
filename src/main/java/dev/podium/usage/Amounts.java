package dev.podium.usage;

import dev.podium.object.JsonObject;
import dev.podium.object.Quantity;
import java.util.Map;
import java.util.TreeMap;

/// Quantities by the names of resources, in order of the names.
public final class Amounts {
  private Amounts() {}

  public static Map<String, Quantity> of(JsonObject object, String... path) {
    Map<String, Quantity> amounts = new TreeMap<>();
    object.stringMap(path).forEach((name, text) -> amounts.put(name, Quantity.parse(text)));
    return amounts;
  }
}
