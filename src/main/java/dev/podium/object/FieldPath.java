package dev.podium.object;

import org.jspecify.annotations.Nullable;

/// Where in an object something is wrong: `spec.containers[0].env[1].name`, `metadata.labels[app]`.
///
/// Upstream: apimachinery/pkg/util/validation/field/path.go. A path is a link to its parent; its
/// text is made only when an error is reported.
public final class FieldPath {
  /// The object itself; its own text is `<nil>`, as upstream prints a nil path.
  public static final FieldPath ROOT = new FieldPath(null, "", false);

  private final @Nullable FieldPath parent;
  private final String step;
  private final boolean bracketed;

  private FieldPath(@Nullable FieldPath parent, String step, boolean bracketed) {
    this.parent = parent;
    this.step = step;
    this.bracketed = bracketed;
  }

  public static FieldPath of(String first, String... rest) {
    return ROOT.child(first, rest);
  }

  public FieldPath child(String name, String... more) {
    FieldPath path = new FieldPath(this, name, false);
    for (String next : more) {
      path = new FieldPath(path, next, false);
    }
    return path;
  }

  public FieldPath index(int i) {
    return new FieldPath(this, Integer.toString(i), true);
  }

  public FieldPath key(String key) {
    return new FieldPath(this, key, true);
  }

  @Override
  public String toString() {
    if (parent == null) {
      return "<nil>";
    }
    StringBuilder text = new StringBuilder();
    append(text);
    return text.toString();
  }

  private void append(StringBuilder text) {
    if (parent == null) {
      return;
    }
    parent.append(text);
    if (bracketed) {
      text.append('[').append(step).append(']');
    } else {
      if (!text.isEmpty()) {
        text.append('.');
      }
      text.append(step);
    }
  }
}
