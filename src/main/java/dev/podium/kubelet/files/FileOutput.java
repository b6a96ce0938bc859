package dev.podium.kubelet.files;

import dev.podium.bytes.BlockOutput;
import dev.podium.kubelet.process.Errno;
import java.util.Objects;

/// Writes a file. Several processes may share one, with its position; it counts as open as long as
/// anybody holds it.
final class FileOutput extends BlockOutput {
  private final Volume volume;
  private final RegularFile file;
  private final boolean append;
  private long position;

  FileOutput(Volume volume, RegularFile file, boolean append) {
    this.volume = volume;
    this.file = file;
    this.append = append;
  }

  @Override
  public void write(byte[] from, int offset, int length) throws Errno {
    Objects.checkFromIndexSize(offset, length, from.length);
    volume.disk.lock().lock();
    try {
      long at = append ? file.size() : position;
      // A hole is never made: who truncated the file meanwhile goes on at its new end.
      at = Math.min(at, file.size());
      file.write(volume, at, from, offset, length);
      position = at + length;
      file.modified = volume.disk.now();
    } finally {
      volume.disk.lock().unlock();
    }
  }
}
