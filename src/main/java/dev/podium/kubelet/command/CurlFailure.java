package dev.podium.kubelet.command;

/// Why a transfer of `curl` came to nothing.
final class CurlFailure extends Exception {
  private static final long serialVersionUID = 1;

  private final int code;
  private final String text;

  CurlFailure(int code, String text) {
    super(text, null, false, false);
    this.code = code;
    this.text = text;
  }

  /// Curl's exit code.
  int code() {
    return code;
  }

  String text() {
    return text;
  }
}
