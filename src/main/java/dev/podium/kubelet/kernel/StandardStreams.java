package dev.podium.kubelet.kernel;

import dev.podium.kubelet.pipe.Shared;
import dev.podium.kubelet.process.Process.Inheritance;
import java.io.InputStream;
import java.io.OutputStream;

/// The descriptors 0, 1 and 2 of a process, which it holds open from its start to its end.
record StandardStreams(InputStream stdin, OutputStream stdout, OutputStream stderr) {
  static StandardStreams of(Inheritance inheritance) {
    return new StandardStreams(inheritance.stdin(), inheritance.stdout(), inheritance.stderr());
  }

  void hold() {
    hold(stdin);
    hold(stdout);
    hold(stderr);
  }

  void release() {
    release(stdin);
    release(stdout);
    release(stderr);
  }

  private static void hold(Object stream) {
    if (stream instanceof Shared shared) {
      shared.hold();
    }
  }

  private static void release(Object stream) {
    if (stream instanceof Shared shared) {
      shared.release();
    }
  }
}
