package dev.podium.kubelet.shell;

/// Leaves what is being run, to go on elsewhere.
abstract sealed class Flow extends RuntimeException {
  private static final long serialVersionUID = 1;

  private Flow() {
    super(null, null, false, false);
  }

  /// Out of the shell or of its subshell.
  static final class Exit extends Flow {
    private static final long serialVersionUID = 1;
    final int status;

    Exit(int status) {
      this.status = status;
    }
  }

  /// Out of a function or a sourced file.
  static final class Return extends Flow {
    private static final long serialVersionUID = 1;
    final int status;

    Return(int status) {
      this.status = status;
    }
  }

  /// Out of loops, or to the next round of one.
  static final class Leave extends Flow {
    private static final long serialVersionUID = 1;
    final int loops;
    final boolean goesOn;

    Leave(int loops, boolean goesOn) {
      this.loops = loops;
      this.goesOn = goesOn;
    }
  }
}
