package dev.podium.resources.volumes;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import java.util.Arrays;
import java.util.List;

/// Paths in file systems, which must not lead where they have no business.
///
/// Upstream: pkg/apis/core/validation/validation.go (validateLocalDescendingPath and its like).
public final class Paths {
  private Paths() {}

  /// Has no step `..`; whether that is so.
  public static boolean noBacksteps(String target, FieldPath path, List<FieldError> errors) {
    boolean steps = hasBacksteps(target);
    if (steps) {
      errors.add(FieldError.invalid(path, target, "must not contain '..'"));
    }
    return !steps;
  }

  public static boolean hasBacksteps(String target) {
    return Arrays.asList(target.split("/", -1)).contains("..");
  }

  /// Is relative and leads downwards.
  public static void descending(String target, FieldPath path, List<FieldError> errors) {
    if (target.startsWith("/")) {
      errors.add(FieldError.invalid(path, target, "must be a relative path"));
    }
    noBacksteps(target, path, errors);
  }

  /// Leads downwards and does not begin with the names that volumes keep for themselves
  /// (ValidateLocalNonReservedPath).
  public static void notReserved(String target, FieldPath path, List<FieldError> errors) {
    descending(target, path, errors);
    if (target.startsWith("..") && !target.startsWith("../")) {
      errors.add(FieldError.invalid(path, target, "must not start with '..'"));
    }
  }
}
