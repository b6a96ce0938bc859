package dev.podium.kubelet.command;

import java.util.Locale;

/// Sizes in bytes, as people read and write them.
final class Sizes {
  private Sizes() {}

  /// What `k`, `M`, `MB`, `GiB` multiply by; 0 for what is no unit.
  static long unit(String suffix) {
    if (suffix.isEmpty() || suffix.equals("c")) {
      return 1;
    }
    if (suffix.equals("b")) {
      return 512;
    }
    if (suffix.equals("w")) {
      return 2;
    }
    int power = "KMGTP".indexOf(Character.toUpperCase(suffix.charAt(0))) + 1;
    String rest = suffix.substring(1).toUpperCase(Locale.ROOT);
    if (power == 0 || !(rest.isEmpty() || rest.equals("B") || rest.equals("IB"))) {
      return 0;
    }
    long unit = 1;
    for (int i = 0; i < power; i++) {
      unit *= rest.equals("B") ? 1000 : 1024;
    }
    return unit;
  }

  /// Reads `10M`; -1 for what is no size.
  static long parse(String text) {
    String digits = text.replaceFirst("[A-Za-z]+$", "");
    long unit = unit(text.substring(digits.length()));
    return digits.matches("\\d{1,15}") && unit > 0 ? Long.parseLong(digits) * unit : -1;
  }

  /// `1.5K`, `23M`: GNU's `-h` rounds up, busybox's to the nearest.
  static String human(long bytes, boolean up) {
    if (bytes < 1024) {
      return Long.toString(bytes);
    }
    double value = bytes;
    int power = 0;
    while (value >= 1024 && power < 5) {
      value /= 1024;
      power++;
    }
    char unit = " KMGTP".charAt(power);
    if (value < 10) {
      double tenths = up ? Math.ceil(value * 10) / 10 : Math.round(value * 10) / 10.0;
      if (tenths < 10) {
        return String.format(Locale.ROOT, "%.1f%c", tenths, unit);
      }
      value = tenths;
    }
    return String.format(Locale.ROOT, "%.0f%c", up ? Math.ceil(value) : value, unit);
  }
}
