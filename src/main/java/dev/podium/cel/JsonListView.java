package dev.podium.cel;

import dev.podium.cel.ValueType.ListOf;
import dev.podium.object.JsonArray;
import java.util.AbstractList;
import java.util.RandomAccess;

/// A JSON list as the list that expressions work with.
final class JsonListView extends AbstractList<Object> implements JsonView, RandomAccess {
  private final JsonArray array;
  private final ListOf type;

  JsonListView(JsonArray array, ListOf type) {
    this.array = array;
    this.type = type;
  }

  @Override
  public JsonArray json() {
    return array;
  }

  ListOf type() {
    return type;
  }

  @Override
  public Object get(int index) {
    return Values.of(array.get(index), type.items());
  }

  @Override
  public int size() {
    return array.size();
  }
}
