package dev.podium.build;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;

/// Checks (`check DIR STAMP`) or brings (`write DIR STAMP`) every Java source below a folder into
/// house format.
///
/// What is older than the stamp file was in house format when that was written, and is passed over.
final class Format {
  public static void main(String[] args) throws Exception {
    boolean write = args[0].equals("write");
    Path stamp = Path.of(args[2]);
    FileTime formatted =
        Files.exists(stamp) ? Files.getLastModifiedTime(stamp) : FileTime.fromMillis(0);
    FileTime start = FileTime.fromMillis(System.currentTimeMillis());
    List<Path> differing = new ArrayList<>();
    try (var files = Files.walk(Path.of(args[1]))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        if (Files.getLastModifiedTime(file).compareTo(formatted) >= 0 && !format(file, write)) {
          differing.add(file);
        }
      }
    }
    if (!write && !differing.isEmpty()) {
      System.err.println("Not in house format (./mvnw -Pformat process-sources mends it):");
      differing.forEach(System.err::println);
      System.exit(1);
    }
    Files.createDirectories(stamp.getParent());
    Files.write(stamp, new byte[0]);
    Files.setLastModifiedTime(stamp, start);
  }

  private static boolean format(Path file, boolean write) throws Exception {
    String source = Files.readString(file);
    String formatted =
        new Formatter(JavaFormatterOptions.defaultOptions())
            .formatSource(
                RemoveUnusedImports.removeUnusedImports(
                    ImportOrderer.reorderImports(source, JavaFormatterOptions.Style.GOOGLE)));
    if (write && !formatted.equals(source)) {
      Files.writeString(file, formatted);
    }
    return formatted.equals(source);
  }
}
