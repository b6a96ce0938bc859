package dev.podium.resources.devices;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.Part;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// How drivers, pools, devices, their attributes and their shares are named.
///
/// Upstream: pkg/apis/resource/validation/validation.go.
final class DeviceNames {
  private static final int LONGEST_POOL = 253;
  private static final int LONGEST_DRIVER = 63;
  private static final int LONGEST_IDENTIFIER = 32;
  private static final int UID_LENGTH = 36;
  private static final Pattern UID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private DeviceNames() {}

  /// The name of a driver, whose rules are those for CSI drivers (ValidateCSIDriverName).
  static void driver(Part part, String field) {
    driver(part.string(field), part.child(field), part.errors());
  }

  private static void driver(String driver, FieldPath path, List<FieldError> errors) {
    if (driver.isEmpty()) {
      errors.add(FieldError.required(path, ""));
      return;
    }
    if (driver.length() > LONGEST_DRIVER) {
      errors.add(FieldError.tooLong(path, LONGEST_DRIVER));
    }
    FieldChecks.format(
        driver, NameFormats.dns1123Subdomain(driver.toLowerCase(Locale.ROOT)), path, errors);
  }

  static void pool(Part part, String field) {
    if (!part.requireText(field)) {
      return;
    }
    String name = part.string(field);
    if (name.length() > LONGEST_POOL) {
      part.add(FieldError.tooLong(part.child(field), LONGEST_POOL));
    }
    for (String segment : name.split("/", -1)) {
      FieldChecks.format(
          segment, NameFormats.dns1123Subdomain(segment), part.child(field), part.errors());
    }
  }

  /// The name of a device, a request or a counter.
  static void label(Part part, String field) {
    label(part.string(field), part.child(field), part.errors());
  }

  static void label(String name, FieldPath path, List<FieldError> errors) {
    FieldChecks.format(name, NameFormats.dns1123Label(name), path, errors);
  }

  /// What an attribute or a capacity is called: an identifier, which a domain may stand before.
  static void qualified(String name, FieldPath path, List<FieldError> errors) {
    String[] parts = name.split("/", -1);
    switch (parts.length) {
      case 1 -> identifier(parts[0], path, errors);
      case 2 -> {
        if (parts[0].isEmpty()) {
          errors.add(FieldError.invalid(path, "", "the domain must not be empty"));
        } else {
          driver(parts[0], path, errors);
        }
        if (parts[1].isEmpty()) {
          errors.add(FieldError.invalid(path, "", "the name must not be empty"));
        } else {
          identifier(parts[1], path, errors);
        }
      }
      default -> errors.add(FieldError.invalid(path, name, "must not contain more than one slash"));
    }
  }

  /// As [#qualified], with the domain.
  static void fullyQualified(Part part, String field) {
    String name = part.string(field);
    qualified(name, part.child(field), part.errors());
    if (name.indexOf('/') < 0) {
      part.invalid(
          field, name, "a fully qualified name must be a domain and a name separated by a slash");
    }
  }

  private static void identifier(String name, FieldPath path, List<FieldError> errors) {
    if (name.length() > LONGEST_IDENTIFIER) {
      errors.add(FieldError.tooLong(path, LONGEST_IDENTIFIER));
    }
    FieldChecks.format(name, NameFormats.cIdentifier(name), path, errors);
  }

  static boolean isLowerCase(String driver) {
    return driver.equals(driver.toLowerCase(Locale.ROOT));
  }

  /// Which share of a device is meant, where one is named.
  static void share(Part part, String field) {
    if (!part.has(field)) {
      return;
    }
    String uid = part.string(field);
    if (uid.length() != UID_LENGTH) {
      part.invalid(field, "error validating uid: invalid UUID length: " + uid.length());
    } else if (!UID.matcher(uid).matches()) {
      part.invalid(field, "error validating uid: invalid UUID format");
    } else if (!uid.equals(uid.toLowerCase(Locale.ROOT))) {
      part.invalid(
          field,
          "uid must be in RFC 4122 normalized form, `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` with"
              + " lowercase hexadecimal characters");
    }
  }
}
