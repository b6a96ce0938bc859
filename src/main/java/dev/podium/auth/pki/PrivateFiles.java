package dev.podium.auth.pki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// Text files that only their owner may read (mode 0600, where the file system has modes).
///
/// A file is replaced as a whole or not at all.
public final class PrivateFiles {
  private PrivateFiles() {}

  /// @throws UncheckedIOException with a message for people
  public static Optional<String> read(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw problem(file, "can't be read", e);
    }
  }

  /// Writes the file, and makes the folders above it.
  ///
  /// @throws UncheckedIOException with a message for people
  public static void write(Path file, String text) {
    try {
      Path folder = file.toAbsolutePath().resolveSibling("");
      Files.createDirectories(folder);
      Path fresh = Files.createTempFile(folder, file.getFileName().toString(), ".tmp", mode(file));
      Files.writeString(fresh, text);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw problem(file, "can't be written", e);
    }
  }

  private static FileAttribute<?>[] mode(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static UncheckedIOException problem(Path file, String what, IOException cause) {
    String why =
        switch (cause) {
          case java.nio.file.AccessDeniedException _ -> "no permission";
          case java.nio.file.NoSuchFileException _ -> "no folder can be made there";
          case FileSystemException e when e.getReason() != null -> e.getReason();
          default -> cause.getMessage();
        };
    return new UncheckedIOException("%s %s: %s".formatted(file, what, why), cause);
  }
}
