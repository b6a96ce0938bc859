package dev.podium.schema.decode;

import dev.podium.object.GoText;
import dev.podium.object.Json;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads the first document of a YAML text into the tree that upstream's detour over JSON gives:
/// keys sorted and turned into text, the rest by the rules of YAML 1.1.
///
/// Upstream: sigs.k8s.io/yaml (YAMLToJSON, YAMLToJSONStrict).
final class YamlReader {
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(16 << 20).setParseComments(false).build();

  /// Begins what is said of a text that can be parsed and means nothing good.
  static final String FAULTS = "yaml: unmarshal errors:\n";

  /// Aliases may stand for this many values in all; more is an attack.
  private static final int MOST_ALIASED = 1_000_000;

  private final Iterator<Event> events;
  private final Map<Anchor, Node> anchors = new HashMap<>();
  private final List<String> repeated = new ArrayList<>();
  private int values;
  private int aliased;
  private int depth;

  private YamlReader(Iterator<Event> events) {
    this.events = events;
  }

  /// @param repeatedKeys what strict decoding says of keys that a mapping has twice
  record Document(Object root, Optional<String> repeatedKeys) {}

  /// @param size how many values it consists of
  private record Node(Object value, int size) {}

  /// @throws DecodeException in upstream's words
  static Document read(byte[] utf8) {
    String text = new String(utf8, StandardCharsets.UTF_8);
    try {
      return new YamlReader(new Parse(SETTINGS).parseString(text).iterator()).document();
    } catch (YamlEngineException e) {
      throw new DecodeException("yaml: " + YamlErrors.message(e, text));
    }
  }

  private Document document() {
    Event first = events.next();
    while (first.getEventId() == Event.ID.StreamStart
        || first.getEventId() == Event.ID.DocumentStart) {
      first = events.next();
    }
    Object root = first.getEventId() == Event.ID.StreamEnd ? JsonNull.NULL : value(first);
    return new Document(
        root,
        repeated.isEmpty()
            ? Optional.empty()
            : Optional.of(FAULTS + "  " + String.join("\n  ", repeated)));
  }

  private Object value(Event event) {
    if (event instanceof AliasEvent alias) {
      return aliased(alias.getAlias());
    }
    int before = values++;
    Object value =
        switch (event) {
          case ScalarEvent scalar ->
              YamlScalars.value(scalar.getValue(), scalar.isPlain(), scalar.getTag());
          case SequenceStartEvent _ -> sequence();
          case MappingStartEvent _ -> mapping();
          default -> throw new IllegalStateException("no value: " + event);
        };
    if (event instanceof NodeEvent node) {
      node.getAnchor().ifPresent(anchor -> anchors.put(anchor, new Node(value, values - before)));
    }
    return value;
  }

  private Object aliased(Anchor anchor) {
    Node node = anchors.get(anchor);
    if (node == null) {
      throw new DecodeException("yaml: unknown anchor '" + anchor.getValue() + "' referenced");
    }
    values += node.size();
    aliased += node.size();
    if (aliased > MOST_ALIASED) {
      throw new DecodeException("yaml: document contains excessive aliasing");
    }
    refuseDeeper(Json.isDeeper(node.value(), Json.MAX_DEPTH - depth));
    return node.value();
  }

  private JsonArray sequence() {
    descend();
    List<Object> items = new ArrayList<>();
    for (Event next = events.next();
        next.getEventId() != Event.ID.SequenceEnd;
        next = events.next()) {
      items.add(value(next));
    }
    depth--;
    return JsonArray.owning(items.toArray());
  }

  private JsonObject mapping() {
    descend();
    Map<String, Object> fields = new TreeMap<>();
    for (Event next = events.next();
        next.getEventId() != Event.ID.MappingEnd;
        next = events.next()) {
      boolean merge =
          next instanceof ScalarEvent scalar && scalar.isPlain() && scalar.getValue().equals("<<");
      Object key = value(next);
      Object value = value(events.next());
      if (merge) {
        merge(fields, value);
      } else if (fields.put(key(key), value) != null) {
        repeated.add("line " + line(next) + ": key " + shown(key) + " already set in map");
      }
    }
    depth--;
    JsonObject.Builder sorted = new JsonObject.Builder(fields.size());
    fields.forEach(sorted::add);
    return sorted.build();
  }

  private void descend() {
    depth++;
    refuseDeeper(depth > Json.MAX_DEPTH);
  }

  private static void refuseDeeper(boolean deeper) {
    if (deeper) {
      throw new DecodeException("yaml: exceeded max depth of " + Json.MAX_DEPTH);
    }
  }

  private static void merge(Map<String, Object> fields, Object value) {
    switch (value) {
      case JsonObject object -> object.forEach(fields::put);
      case JsonArray list -> list.asList().reversed().forEach(item -> merge(fields, item));
      default ->
          throw new DecodeException(
              "yaml: map merge requires map or sequence of maps as the value");
    }
  }

  private static String key(Object key) {
    return switch (key) {
      case String text -> text;
      case JsonNull _ -> "null";
      case NumberText(String text) -> text;
      case JsonObject _, JsonArray _ ->
          throw new DecodeException("yaml: invalid map key: " + GoText.quote(Json.write(key)));
      default -> key.toString();
    };
  }

  private static String shown(Object key) {
    return key instanceof String text ? GoText.quote(text) : key(key);
  }

  private static int line(Event event) {
    return event.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }
}
