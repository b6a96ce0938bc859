package dev.podium.resources.fields;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.JsonNull;
import dev.podium.object.JsonObject;
import dev.podium.object.LabelFormats;
import dev.podium.object.NameFormats;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/// Small checks that most kinds make in the same words.
///
/// Upstream: pkg/apis/core/validation/validation.go and apimachinery/pkg/api/validation.
public final class FieldChecks {
  public static final String IMMUTABLE = "field is immutable";
  public static final String NOT_NEGATIVE = "must be greater than or equal to 0";

  private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");

  private static final Pattern DOMAIN_PATH = Pattern.compile("[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+");

  private FieldChecks() {}

  /// A field may not change (ValidateImmutableField).
  ///
  /// @param now the new object that has the field
  /// @param before the old one
  public static void immutable(
      JsonObject now, JsonObject before, FieldPath parent, String field, List<FieldError> errors) {
    Object value = Objects.requireNonNullElse(now.get(field), JsonNull.NULL);
    if (!value.equals(Objects.requireNonNullElse(before.get(field), JsonNull.NULL))) {
      errors.add(FieldError.invalid(parent.child(field), value, IMMUTABLE));
    }
  }

  /// ValidateNonnegativeField.
  public static void notNegative(long value, FieldPath path, List<FieldError> errors) {
    if (value < 0) {
      errors.add(FieldError.invalid(path, value, NOT_NEGATIVE));
    }
  }

  /// Every problem of a value that a format finds, one error each.
  public static void format(
      String value, List<String> problems, FieldPath path, List<FieldError> errors) {
    for (String problem : problems) {
      errors.add(FieldError.invalid(path, value, problem));
    }
  }

  /// Labels and their values (ValidateLabels).
  public static void labels(JsonObject labels, FieldPath path, List<FieldError> errors) {
    labels.forEach((key, value) -> {
      format(key, LabelFormats.key(key), path, errors);
      format(value.toString(), LabelFormats.value(value.toString()), path, errors);
    });
  }

  /// A value that must be given and be one of some; `supported` in the order of the message.
  public static void oneOf(
      String value, List<String> supported, FieldPath path, List<FieldError> errors) {
    if (value.isEmpty()) {
      errors.add(FieldError.required(path, ""));
    } else if (!supported.contains(value)) {
      errors.add(FieldError.notSupported(path, value, supported));
    }
  }

  /// A path behind a domain, as `acme.io/foo` (IsDomainPrefixedPath).
  public static void domainPrefixedPath(Part part, String field) {
    String text = part.string(field);
    int slash = text.indexOf('/');
    if (text.isEmpty()) {
      part.required(field);
      return;
    }
    if (slash <= 0 || slash == text.length() - 1) {
      part.invalid(field, "must be a domain-prefixed path (such as \"acme.io/foo\")");
      return;
    }
    String domain = text.substring(0, slash);
    NameFormats.dns1123Subdomain(domain).forEach(fault -> part.invalid(field, domain, fault));
    String path = text.substring(slash + 1);
    if (!DOMAIN_PATH.matcher(path).matches()) {
      part.invalid(
          field, path, "Invalid path (regex used for validation is '" + DOMAIN_PATH + "')");
    }
  }

  public static void portNumber(long port, FieldPath path, List<FieldError> errors) {
    for (String problem : NameFormats.portNumber(port)) {
      errors.add(FieldError.invalid(path, port, problem));
    }
  }

  /// The protocol of a port, which must be given.
  public static void protocol(String protocol, FieldPath path, List<FieldError> errors) {
    oneOf(protocol, PROTOCOLS, path, errors);
  }

  /// A port by its number or by its name (ValidatePortNumOrName).
  public static void portNumberOrName(
      JsonObject object, String field, FieldPath parent, List<FieldError> errors) {
    FieldPath path = parent.child(field);
    if (object.get(field) instanceof String name) {
      format(name, NameFormats.portName(name), path, errors);
    } else {
      portNumber(object.integer(field), path, errors);
    }
  }
}
