package dev.podium.web.discovery;

import dev.podium.object.JsonText;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Entity tags as upstream makes them (aggregated discovery, kube-openapi): a quoted SHA-512 in
/// upper case.
public final class ETags {
  private ETags() {}

  public static String of(JsonText text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-512").digest(text.bytes());
      return '"' + HexFormat.of().withUpperCase().formatHex(hash) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-512", e);
    }
  }

  /// Whether an If-None-Match header names the tag.
  public static boolean matches(String header, String etag) {
    for (String tag : header.split(",", -1)) {
      String bare = tag.strip();
      if (bare.equals("*") || bare.equals(etag) || bare.equals("W/" + etag)) {
        return true;
      }
    }
    return false;
  }
}
