package dev.podium.kubelet.files;

import dev.podium.kubelet.pipe.PipeBuffer;
import dev.podium.kubelet.process.FileSystem.Type;
import java.time.Instant;

/// A pipe with a name.
final class Fifo extends Inode {
  final PipeBuffer pipe = PipeBuffer.named();

  Fifo(long number, int mode, long uid, long gid, Instant modified) {
    super(number, false, mode, uid, gid, modified);
  }

  @Override
  Type type() {
    return Type.FIFO;
  }

  @Override
  long size() {
    return 0;
  }

  @Override
  Fifo thaw() {
    return this;
  }
}
