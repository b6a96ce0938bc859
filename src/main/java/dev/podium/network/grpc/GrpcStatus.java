package dev.podium.network.grpc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// How a call failed.
public final class GrpcStatus extends Exception {
  private static final long serialVersionUID = 1;

  /// The codes of the protocol, by their names in Go; the position is the number.
  private static final List<String> NAMES =
      List.of(
          "OK",
          "Canceled",
          "Unknown",
          "InvalidArgument",
          "DeadlineExceeded",
          "NotFound",
          "AlreadyExists",
          "PermissionDenied",
          "ResourceExhausted",
          "FailedPrecondition",
          "Aborted",
          "OutOfRange",
          "Unimplemented",
          "Internal",
          "Unavailable",
          "DataLoss",
          "Unauthenticated");

  public static final int UNKNOWN = 2;
  public static final int NOT_FOUND = 5;
  public static final int PERMISSION_DENIED = 7;
  public static final int RESOURCE_EXHAUSTED = 8;
  public static final int UNIMPLEMENTED = 12;
  public static final int INTERNAL = 13;
  public static final int UNAVAILABLE = 14;
  public static final int UNAUTHENTICATED = 16;

  private final int code;
  private final String description;

  public GrpcStatus(int code, String description) {
    super(description);
    this.code = code;
    this.description = description;
  }

  public int code() {
    return code;
  }

  public String description() {
    return description;
  }

  /// As Go's clients print it.
  public String text() {
    String name = code >= 0 && code < NAMES.size() ? NAMES.get(code) : "Code(" + code + ")";
    return "rpc error: code = " + name + " desc = " + description;
  }

  /// The description as the trailer `grpc-message` has it.
  String encoded() {
    StringBuilder text = new StringBuilder();
    for (byte b : description.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = b >= ' ' && b <= '~' && b != '%';
      text.append(plain ? String.valueOf((char) b) : String.format(Locale.ROOT, "%%%02X", b));
    }
    return text.toString();
  }

  static String decoded(String message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < message.length(); i++) {
      char c = message.charAt(i);
      int high = c == '%' && i + 2 < message.length() ? digit(message.charAt(i + 1)) : -1;
      int low = high >= 0 ? digit(message.charAt(i + 2)) : -1;
      if (low >= 0) {
        bytes.write(high << 4 | low);
        i += 2;
      } else {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static int digit(char c) {
    return Character.digit(c, 16);
  }
}
