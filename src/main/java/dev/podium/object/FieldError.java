package dev.podium.object;

import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One thing that is wrong with one field, worded as upstream's
/// apimachinery/pkg/util/validation/field/errors.go.
///
/// @param value what stands there; shown for the types that show it, `null` in Go's sense where
///   [JsonNull]
public record FieldError(Type type, String field, Object value, String detail) {
  /// The kinds of error, with the reason that a Status cause carries and the words of the message.
  public enum Type {
    NOT_FOUND("FieldValueNotFound", "Not found", true),
    REQUIRED("FieldValueRequired", "Required value", false),
    DUPLICATE("FieldValueDuplicate", "Duplicate value", true),
    DUPLICATE_WITHOUT_VALUE("FieldValueDuplicate", "Duplicate value", false),
    INVALID("FieldValueInvalid", "Invalid value", true),
    INVALID_WITHOUT_VALUE("FieldValueInvalid", "Invalid value", false),
    NOT_SUPPORTED("FieldValueNotSupported", "Unsupported value", true),
    FORBIDDEN("FieldValueForbidden", "Forbidden", false),
    TOO_LONG("FieldValueTooLong", "Too long", false),
    TOO_MANY("FieldValueTooMany", "Too many", true),
    INTERNAL("InternalError", "Internal error", false),
    TYPE_INVALID("FieldValueTypeInvalid", "Invalid value", true);

    private final String reason;
    private final String words;
    private final boolean showsValue;

    Type(String reason, String words, boolean showsValue) {
      this.reason = reason;
      this.words = words;
      this.showsValue = showsValue;
    }

    public String reason() {
      return reason;
    }
  }

  public static FieldError required(FieldPath path, String detail) {
    return of(Type.REQUIRED, path, "", detail);
  }

  public static FieldError invalid(FieldPath path, @Nullable Object value, String detail) {
    return of(Type.INVALID, path, value, detail);
  }

  /// One about a value that says nothing (OmitValueType).
  public static FieldError invalidWithoutValue(FieldPath path, String detail) {
    return of(Type.INVALID_WITHOUT_VALUE, path, "", detail);
  }

  public static FieldError typeInvalid(FieldPath path, @Nullable Object value, String detail) {
    return of(Type.TYPE_INVALID, path, value, detail);
  }

  public static FieldError forbidden(FieldPath path, String detail) {
    return of(Type.FORBIDDEN, path, "", detail);
  }

  public static FieldError duplicate(FieldPath path, @Nullable Object value) {
    return of(Type.DUPLICATE, path, value, "");
  }

  /// One about a value that says nothing (OmitValueType).
  public static FieldError duplicateWithoutValue(FieldPath path) {
    return of(Type.DUPLICATE_WITHOUT_VALUE, path, "", "");
  }

  public static FieldError notFound(FieldPath path, @Nullable Object value) {
    return of(Type.NOT_FOUND, path, value, "");
  }

  /// The supported values are named in the order given; upstream sorts most of them before.
  public static FieldError notSupported(
      FieldPath path, @Nullable Object value, Collection<String> supported) {
    String detail =
        supported.isEmpty()
            ? ""
            : supported.stream()
                .map(GoText::quote)
                .collect(Collectors.joining(", ", "supported values: ", ""));
    return of(Type.NOT_SUPPORTED, path, value, detail);
  }

  public static FieldError tooLong(FieldPath path, int most) {
    String bytes = most == 1 ? "byte" : "bytes";
    return of(Type.TOO_LONG, path, "", "may not be more than " + most + " " + bytes);
  }

  public static FieldError tooMany(FieldPath path, int actual, int most) {
    String items = most == 1 ? "item" : "items";
    return of(Type.TOO_MANY, path, (long) actual, "must have at most " + most + " " + items);
  }

  private static FieldError of(Type type, FieldPath path, @Nullable Object value, String detail) {
    Object shown = value == null ? JsonNull.NULL : Json.value(value);
    return new FieldError(type, path.toString(), shown, detail);
  }

  /// The error without its field, as a Status cause has it.
  public String body() {
    String text = type.words;
    if (type.showsValue) {
      text += ": " + shownValue();
    }
    return detail.isEmpty() ? text : text + ": " + detail;
  }

  /// The error with its field, as a Status message has it.
  public String message() {
    return field + ": " + body();
  }

  private String shownValue() {
    return switch (value) {
      case String text -> GoText.quote(text);
      case Number number -> GoText.plain(number);
      default -> Json.write(value);
    };
  }
}
