package dev.podium.schema.protobuf;

/// Bytes that are no message of the type that they should be.
public final class ProtobufException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ProtobufException(String message) {
    super(message, null, false, false);
  }

  public String message() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
