package dev.podium.kubelet.pod;

/// What came of a probe or a hook.
///
/// @param text why it failed, in a kubelet's words
record Answer(Kind kind, String text) {
  enum Kind {
    SUCCESS,
    FAILURE,
    /// It went well, but not as it should.
    WARNING,
    /// It could not be asked.
    ERROR
  }

  static final Answer SUCCESS = new Answer(Kind.SUCCESS, "");

  static Answer failure(String text) {
    return new Answer(Kind.FAILURE, text);
  }

  static Answer warning(String text) {
    return new Answer(Kind.WARNING, text);
  }

  static Answer error(String text) {
    return new Answer(Kind.ERROR, text);
  }

  boolean success() {
    return kind == Kind.SUCCESS;
  }
}
