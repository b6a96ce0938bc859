package dev.podium.patch;

import dev.podium.object.GoText;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Who owns which fields of one object: `metadata.managedFields`, while it is worked on.
///
/// Upstream: apimachinery/pkg/util/managedfields/internal/managedfields.go and capmanagers.go.
final class Ownership {
  private static final int MAX_UPDATERS = 10;
  private static final String OLD_UPDATES = "ancient-changes";
  private static final Comparator<Entry> ORDER =
      Comparator.comparing((Entry entry) -> entry.writer().operation())
          .thenComparing(entry -> seconds(entry.time()))
          .thenComparing(entry -> entry.writer().manager())
          .thenComparing(Entry::apiVersion)
          .thenComparing(entry -> entry.writer().subresource());

  /// What one writer owns.
  ///
  /// @param apiVersion the version in which the fields are meant
  /// @param time of the last write, or empty where an apply changed nothing
  /// @param source the entry as it is stored, as long as it says the same
  record Entry(
      Writer writer, String apiVersion, String time, FieldSet fields, @Nullable JsonObject source) {
    Entry with(FieldSet set) {
      return set == fields ? this : new Entry(writer, apiVersion, time, set, null);
    }

    JsonObject encode() {
      if (source != null) {
        return source;
      }
      Map<String, Object> entry = new LinkedHashMap<>();
      Writer.put(entry, "manager", writer.manager());
      Writer.put(entry, "operation", writer.operation());
      Writer.put(entry, "apiVersion", apiVersion);
      Writer.put(entry, "time", time);
      entry.put("fieldsType", "FieldsV1");
      entry.put("fieldsV1", fields.tree());
      Writer.put(entry, "subresource", writer.subresource());
      return JsonObject.of(entry);
    }
  }

  /// `managedFields` that say nothing that can be understood.
  static final class Undecodable extends Exception {
    private static final long serialVersionUID = 1;

    Undecodable(String message) {
      super(message, null, false, false);
    }
  }

  private final SequencedMap<Writer, Entry> entries;

  private Ownership(SequencedMap<Writer, Entry> entries) {
    this.entries = entries;
  }

  static Ownership none() {
    return new Ownership(new LinkedHashMap<>());
  }

  Ownership copy() {
    return new Ownership(new LinkedHashMap<>(entries));
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  Optional<Entry> find(Writer writer) {
    return Optional.ofNullable(entries.get(writer));
  }

  /// Sets what a writer owns; one who owns nothing has no entry.
  void put(Entry entry) {
    if (entry.fields().isEmpty()) {
      entries.remove(entry.writer());
    } else {
      entries.put(entry.writer(), entry);
    }
  }

  void remove(Writer writer) {
    entries.remove(writer);
  }

  static String time(Instant now) {
    return DateTimeFormatter.ISO_INSTANT.format(
        now.truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
  }

  /// Decodes the entries of a stored object, whose sets are in order.
  static Ownership stored(JsonArray managedFields) throws Undecodable {
    return decode(managedFields, managedFields);
  }

  /// Decodes entries that a client sent.
  static Ownership sent(JsonArray managedFields, JsonArray stored) throws Undecodable {
    return decode(managedFields, stored);
  }

  private static Ownership decode(JsonArray managedFields, JsonArray stored) throws Undecodable {
    Ownership ownership = none();
    for (int i = 0; i < managedFields.size(); i++) {
      Object entry = managedFields.get(i);
      JsonObject object = entry instanceof JsonObject o ? o : JsonObject.EMPTY;
      Optional<JsonObject> known =
          managedFields == stored
              ? Optional.of(object)
              : stored.objects().stream().filter(object::equals).findFirst();
      Entry decoded = decode(known.orElse(object), i, known.isPresent());
      ownership.entries.put(decoded.writer(), decoded);
    }
    return ownership;
  }

  private static Entry decode(JsonObject entry, int place, boolean trusted) throws Undecodable {
    String operation = entry.string("operation");
    String apiVersion = entry.string("apiVersion");
    if (!operation.equals(Writer.APPLY) && !operation.equals(Writer.UPDATE)) {
      throw new Undecodable("operation must be `Apply` or `Update`");
    }
    if (apiVersion.isEmpty()) {
      throw new Undecodable("apiVersion must not be empty");
    }
    String type = entry.string("fieldsType");
    if (!type.equals("FieldsV1")) {
      throw new Undecodable(
          (type.isEmpty() ? "missing fieldsType" : "invalid fieldsType " + GoText.quote(type))
              + " in managed fields entry "
              + place);
    }
    Writer writer =
        new Writer(
            entry.string("manager"),
            operation,
            operation.equals(Writer.APPLY) ? "" : apiVersion,
            entry.string("subresource"));
    JsonObject tree = entry.object("fieldsV1");
    FieldSet fields =
        trusted
            ? new FieldSet(tree)
            : FieldSet.parse(tree)
                .orElseThrow(() -> new Undecodable("error decoding versioned set"));
    return new Entry(writer, apiVersion, entry.string("time"), fields, trusted ? entry : null);
  }

  /// Whether a client means that nobody owns anything: `[]` or `[{}]`.
  static boolean isReset(@Nullable Object managedFields) {
    return managedFields instanceof JsonArray list
        && (list.isEmpty() || list.size() == 1 && JsonObject.EMPTY.equals(bare(list.get(0))));
  }

  private static Object bare(Object entry) {
    if (!(entry instanceof JsonObject object)) {
      return entry;
    }
    boolean empty = object.stream().allMatch(field -> field.getValue() == JsonNull.NULL);
    return empty ? JsonObject.EMPTY : object;
  }

  /// The entries in the order of `managedFields`: appliers first, then by time and name.
  JsonArray encode() {
    return JsonArray.of(
        entries.values().stream()
            .filter(entry -> !entry.fields().isEmpty())
            .sorted(ORDER)
            .map(Entry::encode)
            .toList());
  }

  /// Merges the oldest updaters of each version until there are no more than ten.
  void cap() {
    List<Entry> updaters =
        new ArrayList<>(
            entries.values().stream().filter(entry -> !entry.writer().applies()).toList());
    if (updaters.size() <= MAX_UPDATERS) {
      return;
    }
    updaters.sort(
        Comparator.comparing((Entry entry) -> seconds(entry.time())).thenComparing(Entry::writer));
    Map<String, Writer> firstOfVersion = new HashMap<>();
    int count = updaters.size();
    for (Entry updater : updaters) {
      if (count <= MAX_UPDATERS) {
        return;
      }
      Writer first = firstOfVersion.putIfAbsent(updater.apiVersion(), updater.writer());
      if (first != null) {
        merge(first, updater);
        count--;
      }
    }
  }

  private void merge(Writer first, Entry updater) {
    Writer bucket = Writer.updater(OLD_UPDATES, updater.apiVersion(), "");
    Entry target = entries.get(bucket);
    if (target == null) {
      target = entries.remove(first);
    }
    FieldSet fields = target == null ? updater.fields() : updater.fields().union(target.fields());
    entries.remove(updater.writer());
    entries.put(bucket, new Entry(bucket, updater.apiVersion(), updater.time(), fields, null));
  }

  private static long seconds(String time) {
    try {
      return time.isEmpty()
          ? 0
          : OffsetDateTime.parse(time).withOffsetSameInstant(ZoneOffset.UTC).toEpochSecond();
    } catch (DateTimeException e) {
      return 0;
    }
  }
}
