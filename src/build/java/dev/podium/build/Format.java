package dev.podium.build;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Checks (`check DIR`) or brings (`write DIR`) every Java source below a folder into house format.
final class Format {
  public static void main(String[] args) throws Exception {
    boolean write = args[0].equals("write");
    var formatter = new Formatter(JavaFormatterOptions.defaultOptions());
    List<Path> differing = new ArrayList<>();
    try (var files = Files.walk(Path.of(args[1]))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        String source = Files.readString(file);
        String formatted =
            formatter.formatSource(
                RemoveUnusedImports.removeUnusedImports(
                    ImportOrderer.reorderImports(source, JavaFormatterOptions.Style.GOOGLE)));
        if (!formatted.equals(source)) {
          differing.add(file);
          if (write) {
            Files.writeString(file, formatted);
          }
        }
      }
    }
    if (!write && !differing.isEmpty()) {
      System.err.println("Not in house format (./mvnw -Pformat process-sources mends it):");
      differing.forEach(System.err::println);
      System.exit(1);
    }
  }
}
