package dev.podium.schema.openapi;

import java.lang.ref.SoftReference;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;

/// A document that is built when it is wanted, and built again if memory was needed elsewhere.
///
/// A few clients read a few of these documents now and then; together they are several megabytes.
public final class OpenApiDocument {
  private final String hash;
  private final Supplier<byte[]> source;
  private volatile SoftReference<byte[]> built = new SoftReference<>(new byte[0]);

  OpenApiDocument(String hash, Supplier<byte[]> source) {
    this.hash = hash;
    this.source = source;
  }

  /// A document that is at hand, with the hash of its bytes.
  static OpenApiDocument of(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-512").digest(bytes);
      return new OpenApiDocument(HexFormat.of().withUpperCase().formatHex(hash), () -> bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Changes when the content does; an ETag without its quotes.
  public String hash() {
    return hash;
  }

  /// The document itself. Not to be changed: everyone gets the same array.
  public byte[] bytes() {
    byte[] known = built.get();
    if (known == null || known.length == 0) {
      known = source.get();
      built = new SoftReference<>(known);
    }
    return known;
  }
}
