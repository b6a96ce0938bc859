package dev.podium.web.api;

import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import dev.podium.object.JsonText;
import dev.podium.printing.TableLayout;
import dev.podium.printing.TableText;
import dev.podium.registry.ObjectList;
import dev.podium.registry.ResourceDefinition;
import dev.podium.schema.protobuf.ProtobufList;
import dev.podium.web.media.Negotiated;
import java.time.Instant;
import java.util.List;

/// How objects and lists are shown: as they are, as tables, or as their metadata alone.
///
/// Upstream: apiserver's endpoints/handlers/response.go (transformResponseObject).
///
/// @param layout of tables, where another object than the kind's own is shown
record Presentation(
    ResourceDefinition definition, TableLayout layout, Negotiated form, TableText.Include include) {

  static Presentation of(ResourceDefinition definition, Negotiated form, Exchange exchange) {
    return of(definition, definition.table(), form, exchange);
  }

  static Presentation of(
      ResourceDefinition definition, TableLayout layout, Negotiated form, Exchange exchange) {
    return new Presentation(
        definition,
        layout,
        form,
        form.asKind("Table")
            ? include(exchange.query().first("includeObject"))
            : TableText.Include.METADATA);
  }

  private static TableText.Include include(String text) {
    return switch (text) {
      case "None" -> TableText.Include.NONE;
      case "", "Metadata" -> TableText.Include.METADATA;
      case "Object" -> TableText.Include.OBJECT;
      default -> {
        FieldError error =
            FieldError.invalid(
                FieldPath.of("includeObject"),
                text,
                "must be 'Metadata', 'Object', 'None', or empty");
        throw ApiException.badRequest(
            "Unable to convert to Table as requested: " + error.message());
      }
    };
  }

  JsonText object(ApiObject object, Exchange exchange) {
    return object(object, exchange.now(), true);
  }

  /// @param now what ages count up to
  /// @param columns whether a table describes its columns
  JsonText object(ApiObject object, Instant now, boolean columns) {
    if (form.as().isEmpty() || isStatus(object)) {
      return JsonText.of(object);
    }
    return switch (form.as().get().kind()) {
      case "Table" -> {
        String version = object.resourceVersion();
        JsonObject metadata =
            version.isEmpty() ? JsonObject.EMPTY : JsonObject.of("resourceVersion", version);
        yield table(now).of(metadata, List.of(object), columns);
      }
      case "PartialObjectMetadata" -> TableText.appendPartial(new JsonText(), apiVersion(), object);
      default ->
          throw ApiException.notAcceptable(
              "you requested PartialObjectMetadataList, but the requested object is not a list (*"
                  + goType(definition.kind().kind())
                  + ")");
    };
  }

  private static boolean isStatus(ApiObject object) {
    return object.kind().equals("Status") && object.apiVersion().equals("v1");
  }

  JsonText list(ObjectList list, Exchange exchange) {
    if (form.as().isEmpty()) {
      return plain(list);
    }
    return switch (form.as().get().kind()) {
      case "Table" -> table(exchange.now()).of(metadata(list), list.items(), true);
      case "PartialObjectMetadataList" -> partial(list);
      default -> throw refused();
    };
  }

  private ApiException refused() {
    return ApiException.notAcceptable(
        "you requested PartialObjectMetadata, but the requested object is a list (*"
            + goType(definition.custom() ? "List" : definition.listKind())
            + ")");
  }

  private TableText table(Instant now) {
    return new TableText(layout, apiVersion(), include, now);
  }

  private JsonText plain(ObjectList list) {
    JsonObject metadata = metadata(list);
    // Lists of custom objects always say where they go on.
    boolean continued = metadata.has("continue") || !definition.custom();
    JsonText text =
        begin(
            definition.listKind(),
            definition.groupVersion().toString(),
            continued
                ? metadata
                : JsonObject.of("continue", "").edit(m -> metadata.forEach(m::set)));
    return text.appendAll(
            list.items(), definition.custom() ? JsonText::append : JsonText::appendUntyped)
        .append("]}");
  }

  private JsonText partial(ObjectList list) {
    return begin("PartialObjectMetadataList", apiVersion(), metadata(list))
        .appendAll(list.items(), (text, item) -> TableText.appendPartial(text, apiVersion(), item))
        .append("]}");
  }

  /// @throws ApiException where the client wants another form than lists have
  ProtobufList protobuf(ObjectList list) {
    boolean whole = form.as().isEmpty();
    if (!whole && !form.asKind("PartialObjectMetadataList")) {
      throw refused();
    }
    JsonObject head =
        JsonObject.of(
            "kind",
            whole ? definition.listKind() : "PartialObjectMetadataList",
            "apiVersion",
            whole ? definition.groupVersion().toString() : apiVersion(),
            "metadata",
            metadata(list));
    return new ProtobufList(
        head,
        list.items(),
        item -> whole ? item.root() : JsonObject.of("metadata", item.metadata()));
  }

  private static JsonText begin(String kind, String apiVersion, JsonObject metadata) {
    return new JsonText()
        .append("{\"kind\":\"" + kind + "\",\"apiVersion\":\"" + apiVersion + "\",\"metadata\":")
        .append(Json.bytes(metadata))
        .append(",\"items\":[");
  }

  private static JsonObject metadata(ObjectList list) {
    JsonObject metadata = JsonObject.of("resourceVersion", Long.toString(list.revision()));
    if (list.continueToken().isPresent()) {
      metadata = metadata.with("continue", list.continueToken().get());
    }
    return list.remaining().isPresent()
        ? metadata.with("remainingItemCount", list.remaining().getAsLong())
        : metadata;
  }

  private String apiVersion() {
    return form.as().orElseThrow().apiVersion();
  }

  /// The name of upstream's internal type: its package is the first word of the group, but events
  /// are of core.
  private String goType(String kind) {
    if (definition.custom()) {
      return "unstructured.Unstructured" + (kind.equals("List") ? "List" : "");
    }
    String group = definition.groupVersion().group();
    String word = group.split("\\.", 2)[0];
    return (word.isEmpty() || word.equals("events") ? "core" : word) + "." + kind;
  }
}
