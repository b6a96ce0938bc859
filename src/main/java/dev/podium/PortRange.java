package dev.podium;

/// A range of ports, both ends included, written as `30000-32767`.
public record PortRange(int from, int to) {
  public static PortRange of(String text) {
    int dash = text.indexOf('-');
    try {
      int from = Integer.parseInt(text.substring(0, Math.max(dash, 0)).strip());
      int to = Integer.parseInt(text.substring(dash + 1).strip());
      if (from < 1 || to > 65535 || from > to) {
        throw new IllegalArgumentException();
      }
      return new PortRange(from, to);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no range of ports; 30000-32767 is one", e);
    }
  }

  @Override
  public String toString() {
    return from + "-" + to;
  }
}
