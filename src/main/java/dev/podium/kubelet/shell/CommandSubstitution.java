package dev.podium.kubelet.shell;

import dev.podium.kubelet.process.MemoryExhausted;
import dev.podium.kubelet.process.Process;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Puts what commands print in their place.
final class CommandSubstitution {
  /// What commands may print into a variable, in bytes.
  private static final int LONGEST = 8 << 20;

  private final Shell shell;

  CommandSubstitution(Shell shell) {
    this.shell = shell;
  }

  /// What commands print, without the line ends behind it.
  String text(Node body) throws InterruptedException {
    String text = new String(output(body), StandardCharsets.UTF_8).replace("\0", "");
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '\n') {
      end--;
    }
    return text.substring(0, end);
  }

  private byte[] output(Node body) throws InterruptedException {
    Process.Pipe pipe = shell.process().pipe();
    DescriptorTable table = shell.descriptors().share();
    table.put(1, Descriptor.writing(pipe.sink()));
    Process.Child child = shell.fork(body, table, Optional.empty());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (InputStream in = pipe.source()) {
      byte[] buffer = new byte[4096];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (bytes.size() > LONGEST) {
          throw new MemoryExhausted();
        }
        bytes.write(buffer, 0, n);
      }
    } catch (IOException _) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    int status = child.waitFor();
    shell.status(status);
    shell.interpreter().substituted(status);
    return bytes.toByteArray();
  }
}
