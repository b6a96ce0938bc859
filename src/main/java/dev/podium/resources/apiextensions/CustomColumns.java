package dev.podium.resources.apiextensions;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.Timestamps;
import dev.podium.printing.HumanDuration;
import dev.podium.printing.JsonPath;
import dev.podium.printing.TableLayout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The columns of a custom kind, each a type and a path into the object.
///
/// Upstream: apiextensions-apiserver's pkg/registry/customresource/tableconvertor.
final class CustomColumns {
  private static final String NAME_DESCRIPTION =
      "Name must be unique within a namespace. Is required when creating resources, although some"
          + " resources may allow a client to request the generation of an appropriate name"
          + " automatically. Name is primarily intended for creation idempotence and configuration"
          + " definition. Cannot be updated. More info:"
          + " https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names";
  private static final String AGE_DESCRIPTION =
      "CreationTimestamp is a timestamp representing the server time when this object was created."
          + " It is not guaranteed to be set in happens-before order across separate operations."
          + " Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\n"
          + "Populated by the system. Read-only. Null for lists. More info:"
          + " https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata";
  private static final JsonObject AGE =
      JsonObject.of(
          "name",
          "Age",
          "type",
          "date",
          "description",
          AGE_DESCRIPTION,
          "jsonPath",
          ".metadata.creationTimestamp");

  private record Source(String type, JsonPath path) {}

  private CustomColumns() {}

  /// @param version of a definition
  static TableLayout of(JsonObject version) {
    List<JsonObject> given = version.objects("additionalPrinterColumns");
    List<TableLayout.Column> columns = new ArrayList<>();
    columns.add(new TableLayout.Column("Name", "string", "name", 0, NAME_DESCRIPTION));
    List<Source> sources = new ArrayList<>();
    for (JsonObject column : given.isEmpty() ? List.of(AGE) : given) {
      String path = column.string("jsonPath");
      try {
        sources.add(new Source(column.string("type"), JsonPath.parse(path)));
      } catch (IllegalArgumentException _) {
        // Upstream falls back to what it has read so far.
        break;
      }
      columns.add(
          new TableLayout.Column(
              column.string("name"),
              column.string("type"),
              column.string("format"),
              (int) column.integer("priority"),
              column
                  .findString("description")
                  .filter(text -> !text.isEmpty())
                  .orElse("Custom resource definition column (in JSONPath format): " + path)));
    }
    return new TableLayout(columns, (object, now) -> cells(object, sources, now));
  }

  private static List<Object> cells(ApiObject object, List<Source> sources, Instant now) {
    List<Object> cells = new ArrayList<>();
    cells.add(object.name());
    for (Source source : sources) {
      Optional<Object> value = source.path().findFirst(object.root());
      cells.add(value.flatMap(v -> cell(source.type(), v, now)).orElse(JsonNull.NULL));
    }
    return cells;
  }

  private static Optional<Object> cell(String type, Object value, Instant now) {
    return switch (type) {
      case "string" -> Optional.of(JsonPath.text(value));
      case "integer" ->
          value instanceof Number number ? Optional.of(number.longValue()) : Optional.empty();
      case "number" -> value instanceof Number ? Optional.of(value) : Optional.empty();
      case "boolean" -> value instanceof Boolean ? Optional.of(value) : Optional.empty();
      case "date" -> value instanceof String text ? Optional.of(date(text, now)) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static String date(String text, Instant now) {
    try {
      return HumanDuration.format(Duration.between(Timestamps.parse(text), now));
    } catch (IllegalArgumentException _) {
      return "<invalid>";
    }
  }
}
