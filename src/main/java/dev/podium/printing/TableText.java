package dev.podium.printing;

import dev.podium.object.ApiObject;
import dev.podium.object.Json;
import dev.podium.object.JsonArray;
import dev.podium.object.JsonObject;
import dev.podium.object.JsonText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Writes objects as a `Table` of meta.k8s.io.
///
/// Upstream: apiserver's endpoints/handlers/response.go (asTable) over pkg/printers
/// (TableGenerator.GenerateTable).
///
/// @param apiVersion of meta.k8s.io, in which the Table is asked for
public record TableText(TableLayout layout, String apiVersion, Include include, Instant now) {
  /// What a row holds of its object besides the cells.
  public enum Include {
    NONE,
    METADATA,
    OBJECT
  }

  /// A table of some objects.
  ///
  /// @param metadata of the list, or for a single object its version
  /// @param columns whether the columns are described, which a watch does but once
  public JsonText of(JsonObject metadata, List<ApiObject> objects, boolean columns) {
    return new JsonText()
        .append("{\"kind\":\"Table\",\"apiVersion\":\"" + apiVersion + "\",\"metadata\":")
        .append(Json.bytes(metadata))
        .append(",\"columnDefinitions\":")
        .append(columns ? columnDefinitions().toString() : "null")
        .append(",\"rows\":[")
        .appendAll(layout.order().apply(objects), this::row)
        .append("]}");
  }

  private void row(JsonText text, ApiObject object) {
    text.append("{\"cells\":").append(Json.bytes(JsonArray.of(layout.row().cells(object, now))));
    List<JsonObject> conditions = layout.conditions().of(object);
    if (!conditions.isEmpty()) {
      text.append(",\"conditions\":").append(Json.bytes(JsonArray.of(conditions)));
    }
    text.append(",\"object\":");
    switch (include) {
      case NONE -> text.append("null");
      case METADATA -> appendPartial(text, apiVersion, object);
      case OBJECT -> text.append(object);
    }
    text.append("}");
  }

  /// An object's metadata as a `PartialObjectMetadata`.
  public static JsonText appendPartial(JsonText text, String apiVersion, ApiObject object) {
    return text.append(
            "{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\""
                + apiVersion
                + "\",\"metadata\":")
        .appendMetadata(object)
        .append("}");
  }

  private JsonArray columnDefinitions() {
    List<JsonObject> definitions = new ArrayList<>();
    for (TableLayout.Column column : layout.columns()) {
      definitions.add(
          JsonObject.of(
              "name",
              column.name(),
              "type",
              column.type(),
              "format",
              column.format(),
              "description",
              column.description(),
              "priority",
              column.priority()));
    }
    return JsonArray.of(definitions);
  }
}
