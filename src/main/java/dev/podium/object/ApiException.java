package dev.podium.object;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A refusal with a Kubernetes reason, rendered as a `Status` in one place only (`web`).
///
/// The factories are upstream's (apimachinery/pkg/api/errors/errors.go), their wording and their
/// details too. Carries no stack trace: a refusal is an answer, not a defect.
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int code;
  private final String reason;
  private final transient @Nullable JsonObject details;
  private final transient JsonObject metadata;

  private ApiException(int code, String reason, String message, @Nullable JsonObject details) {
    this(code, reason, message, details, JsonObject.EMPTY);
  }

  private ApiException(
      int code, String reason, String message, @Nullable JsonObject details, JsonObject metadata) {
    super(message, null, false, false);
    this.code = code;
    this.reason = reason;
    this.details = details;
    this.metadata = metadata;
  }

  /// A refusal of any code with details, which may be empty; an empty reason is left out of the
  /// Status.
  public static ApiException of(int code, String reason, String message, JsonObject details) {
    return new ApiException(code, reason, message, details);
  }

  /// A refusal of any code without details; an empty reason is left out of the Status.
  public static ApiException of(int code, String reason, String message) {
    return new ApiException(code, reason, message, null);
  }

  public static ApiException notFound(GroupResource resource, String name) {
    return new ApiException(
        404,
        "NotFound",
        resource + " " + GoText.quote(name) + " not found",
        details(name, resource.group(), resource.resource()));
  }

  /// The answer to a path that leads nowhere within a known group.
  public static ApiException noSuchPath() {
    return new ApiException(
        404, "NotFound", "the server could not find the requested resource", JsonObject.EMPTY);
  }

  public static ApiException alreadyExists(GroupResource resource, String name) {
    return new ApiException(
        409,
        "AlreadyExists",
        resource + " " + GoText.quote(name) + " already exists",
        details(name, resource.group(), resource.resource()));
  }

  public static ApiException conflict(GroupResource resource, String name, String why) {
    return new ApiException(
        409,
        "Conflict",
        "Operation cannot be fulfilled on " + resource + " " + GoText.quote(name) + ": " + why,
        details(name, resource.group(), resource.resource()));
  }

  public static ApiException forbidden(GroupResource resource, String name, String why) {
    String what =
        resource.resource().isEmpty()
            ? "forbidden: "
            : name.isEmpty()
                ? resource + " is forbidden: "
                : resource + " " + GoText.quote(name) + " is forbidden: ";
    return new ApiException(
        403, "Forbidden", what + why, details(name, resource.group(), resource.resource()));
  }

  /// Field errors, in the order found; a text that repeats is said once while the causes repeat it.
  public static ApiException invalid(GroupKind kind, String name, List<FieldError> errors) {
    List<JsonObject> causes = new ArrayList<>(errors.size());
    Set<String> messages = new LinkedHashSet<>();
    for (FieldError error : errors) {
      causes.add(
          JsonObject.of(
              "reason", error.type().reason(), "message", error.body(), "field", error.field()));
      messages.add(error.message());
    }
    String all =
        messages.size() == 1 ? messages.iterator().next() : "[" + String.join(", ", messages) + "]";
    JsonObject details = details(name, kind.group(), kind.kind());
    return new ApiException(
        422,
        "Invalid",
        kind + " " + GoText.quote(name) + " is invalid: " + all,
        causes.isEmpty() ? details : details.with("causes", causes));
  }

  public static ApiException badRequest(String message) {
    return new ApiException(400, "BadRequest", message, null);
  }

  public static ApiException unauthorized() {
    return new ApiException(401, "Unauthorized", "Unauthorized", null);
  }

  public static ApiException methodNotAllowed() {
    return new ApiException(
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
        JsonObject.EMPTY);
  }

  public static ApiException methodNotSupported(GroupResource resource, String action) {
    return new ApiException(
        405,
        "MethodNotAllowed",
        action + " is not supported on resources of kind " + GoText.quote(resource.toString()),
        details("", resource.group(), resource.resource()));
  }

  public static ApiException notAcceptable(String message) {
    return new ApiException(406, "NotAcceptable", message, null);
  }

  public static ApiException unsupportedMediaType(String message) {
    return new ApiException(415, "UnsupportedMediaType", message, null);
  }

  public static ApiException requestEntityTooLarge(String message) {
    return new ApiException(413, "RequestEntityTooLarge", message, null);
  }

  /// The version asked for is no longer in the watch window or the list's snapshot is gone.
  public static ApiException expired(String message) {
    return new ApiException(410, "Expired", message, null);
  }

  public static ApiException internal(String message) {
    return new ApiException(
        500,
        "InternalError",
        "Internal error occurred: " + message,
        JsonObject.of("causes", List.of(JsonObject.of("message", message))));
  }

  private static JsonObject details(String name, String group, String kind) {
    JsonObject details = name.isEmpty() ? JsonObject.EMPTY : JsonObject.of("name", name);
    details = group.isEmpty() ? details : details.with("group", group);
    return kind.isEmpty() ? details : details.with("kind", kind);
  }

  public int code() {
    return code;
  }

  public String reason() {
    return reason;
  }

  public Optional<JsonObject> details() {
    return Optional.ofNullable(details);
  }

  /// This refusal with one more field in its details.
  public ApiException withDetail(String field, Object value) {
    return new ApiException(
        code, reason, message(), details().orElse(JsonObject.EMPTY).with(field, value));
  }

  /// This refusal with a token in its list metadata by which an expired list can go on.
  public ApiException withContinue(String token) {
    return new ApiException(code, reason, message(), details, metadata.with("continue", token));
  }

  /// This refusal in other words.
  public ApiException withMessage(String message) {
    return new ApiException(code, reason, message, details);
  }

  public String message() {
    String message = getMessage();
    return message == null ? "" : message;
  }

  /// The `Status` object that answers the request.
  public JsonObject status() {
    JsonObject status =
        JsonObject.of(
            "kind",
            "Status",
            "apiVersion",
            "v1",
            "metadata",
            metadata,
            "status",
            "Failure",
            "message",
            message());
    status = reason.isEmpty() ? status : status.with("reason", reason);
    status = details == null ? status : status.with("details", details);
    return status.with("code", (long) code);
  }
}
