package dev.podium.kubelet.shell;

/// Writes texts so that a shell reads them back.
final class Quoting {
  private Quoting() {}

  static String quote(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /// As little as is needed, as `set -x` shows arguments.
  static String asNeeded(String text) {
    return text.isEmpty() || !text.matches("[A-Za-z0-9_@%+=:,./-]+") ? quote(text) : text;
  }
}
