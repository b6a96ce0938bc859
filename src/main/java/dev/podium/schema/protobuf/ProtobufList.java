package dev.podium.schema.protobuf;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.schema.Field;
import dev.podium.schema.ListType;
import dev.podium.schema.ObjectType;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Function;

/// A long list in protobuf, written item by item.
///
/// The length of the whole stands before it, so each item is encoded twice: once to be counted,
/// once to be sent. Upstream does the same
/// (apimachinery/pkg/runtime/serializer/protobuf/collections.go).
public final class ProtobufList {
  /// Of every list, as Go's types have it.
  private static final int ITEMS = 2;

  private final String apiVersion;
  private final String kind;
  private final byte[] head;
  private final ObjectType itemType;
  private final List<ApiObject> items;
  private final Function<ApiObject, JsonObject> form;

  /// @param list kind, API version and metadata
  /// @param form what is sent of an item
  public ProtobufList(
      JsonObject list, List<ApiObject> items, Function<ApiObject, JsonObject> form) {
    this.apiVersion = list.string("apiVersion");
    this.kind = list.string("kind");
    ObjectType type = ProtobufForm.type(apiVersion, kind);
    this.head = ProtobufWriter.write(type, list);
    this.itemType = itemType(type);
    this.items = items;
    this.form = form;
  }

  private static ObjectType itemType(ObjectType list) {
    for (Field field : list.fields()) {
      if (field.name().equals("items")
          && field.type() instanceof ListType type
          && type.items() instanceof ObjectType item) {
        return item;
      }
    }
    throw new IllegalArgumentException("no list: " + list);
  }

  public void writeTo(OutputStream out) throws IOException {
    long length = head.length;
    for (ApiObject item : items) {
      length += field(item).length;
    }
    Envelope.write(
        out,
        apiVersion,
        kind,
        length,
        message -> {
          message.write(head);
          for (ApiObject item : items) {
            message.write(field(item));
          }
        });
  }

  private byte[] field(ApiObject item) {
    ProtobufOutput field = new ProtobufOutput();
    field.bytes(ITEMS, ProtobufWriter.write(itemType, form.apply(item)));
    return field.toByteArray();
  }
}
