package dev.podium.resources.core;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Bytes as the API carries them in JSON; the decoder has checked them when they came in.
final class Base64Text {
  private Base64Text() {}

  static String encode(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] decode(String text) {
    return Base64.getDecoder().decode(text);
  }

  /// How many bytes a text stands for.
  static int length(String text) {
    int padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
    return text.length() / 4 * 3 - padding;
  }
}
