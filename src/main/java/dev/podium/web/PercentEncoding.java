package dev.podium.web;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/// Percent-encoded text as Go's net/url reads it: strict, unlike the servlet container.
final class PercentEncoding {
  private PercentEncoding() {}

  /// A path without its escapes; empty where one is malformed.
  static Optional<String> path(String encoded) {
    return decode(encoded, false);
  }

  /// A part of a query, where `+` is a blank; empty where an escape is malformed.
  static Optional<String> queryPart(String encoded) {
    return decode(encoded, true);
  }

  private static Optional<String> decode(String encoded, boolean plusIsBlank) {
    if (encoded.indexOf('%') < 0 && (!plusIsBlank || encoded.indexOf('+') < 0)) {
      return Optional.of(encoded);
    }
    byte[] in = encoded.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
    for (int i = 0; i < in.length; i++) {
      if (in[i] == '%') {
        if (i + 2 >= in.length || !isHex(in[i + 1]) || !isHex(in[i + 2])) {
          return Optional.empty();
        }
        out.write(HexFormat.fromHexDigit(in[i + 1]) << 4 | HexFormat.fromHexDigit(in[i + 2]));
        i += 2;
      } else {
        out.write(plusIsBlank && in[i] == '+' ? ' ' : in[i]);
      }
    }
    return Optional.of(out.toString(StandardCharsets.UTF_8));
  }

  private static boolean isHex(byte digit) {
    return HexFormat.isHexDigit(digit);
  }
}
