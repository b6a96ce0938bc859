package dev.podium.kubelet.command;

/// Leaves what an awk script is at: a loop, a function, a record, or all of it.
final class AwkLeave extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String how;
  private final transient AwkValue value;

  /// @param how the statement's word, such as `next`
  AwkLeave(String how, AwkValue value) {
    super(null, null, false, false);
    this.how = how;
    this.value = value;
  }

  String how() {
    return how;
  }

  AwkValue value() {
    return value;
  }
}
