package dev.podium.build;

import dev.podium.build.Message.Part;
import dev.podium.build.Message.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/// Reads the messages out of the Java sources that protoc made of Kubernetes' `generated.proto`.
///
/// Above every getter of the `…OrBuilder` interfaces stands the field's comment, to the letter, and
/// its declaration: all that the descriptors have and what they leave out.
final class ProtoSources {
  private static final Pattern INTERFACE =
      Pattern.compile(".*@@protoc_insertion_point\\(interface_extends:(?:k8s\\.io)\\.([\\w.]+)\\)");
  private static final Pattern DECLARATION =
      Pattern.compile(
          "<code>(optional|repeated|map)(?:<string, | )([.\\w]+)>? (\\w+) = (\\d+)[^<]*</code>");
  private static final Pattern TYPE = Pattern.compile("Protobuf type \\{@code k8s\\.io\\.(.+)\\}");

  private final Map<String, Map<String, Part>> parts = new LinkedHashMap<>();
  private final Map<String, Comment> comments = new LinkedHashMap<>();
  private final Set<String> files;
  private String inside = "";
  private List<String> comment = List.of();

  private ProtoSources(Set<String> files) {
    this.files = files;
  }

  /// All messages by definition name.
  ///
  /// @param files the names of the Java files to read, without folder and ending
  static Map<String, Message> read(Path sourcesJar, Set<String> files) throws IOException {
    ProtoSources sources = new ProtoSources(files);
    try (ZipFile zip = new ZipFile(sourcesJar.toFile())) {
      for (var entry : zip.stream().filter(e -> sources.wanted(e.getName())).toList()) {
        try (var lines =
            new BufferedReader(
                new InputStreamReader(zip.getInputStream(entry), StandardCharsets.UTF_8))) {
          sources.scan(lines);
        }
      }
    }
    Map<String, Message> messages = new LinkedHashMap<>();
    sources.parts.forEach((name, fields) ->
        messages.put(
            name,
            new Message(
                name,
                sources.comments.getOrDefault(name, Comment.NONE),
                List.copyOf(fields.values()))));
    return messages;
  }

  private boolean wanted(String entry) {
    return entry.endsWith(".java")
        && files.contains(entry.substring(entry.lastIndexOf('/') + 1, entry.length() - 5));
  }

  private void scan(BufferedReader lines) throws IOException {
    inside = "";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("      // @@")) {
        enter(line);
      } else if (line.endsWith("/**") && line.length() <= 7) {
        comment = comment(lines);
        document();
      } else if (line.equals("  }")) {
        inside = "";
      }
    }
  }

  private void enter(String line) {
    Matcher start = INTERFACE.matcher(line);
    if (start.matches()) {
      inside = definition(start.group(1));
      parts.put(inside, new LinkedHashMap<>());
    }
  }

  /// The lines of a Javadoc comment, without asterisks and escapes.
  private static List<String> comment(BufferedReader lines) throws IOException {
    List<String> comment = new ArrayList<>();
    for (String line = lines.readLine(); !line.endsWith("*/"); line = lines.readLine()) {
      String text = line.substring(line.indexOf('*') + 1);
      comment.add(unescape(text.startsWith(" ") ? text.substring(1) : text));
    }
    return comment;
  }

  private void document() {
    String last = comment.isEmpty() ? "" : comment.getLast();
    Matcher field = DECLARATION.matcher(last);
    if (!inside.isEmpty() && field.matches()) {
      parts
          .get(inside)
          .computeIfAbsent(
              field.group(3),
              name ->
                  new Part(
                      name,
                      Integer.parseInt(field.group(4)),
                      shape(field.group(1)),
                      definition(field.group(2)),
                      pre()));
    }
    Matcher type = TYPE.matcher(last);
    if (type.matches()) {
      comments.computeIfAbsent(definition(type.group(1)), _ -> pre());
    }
  }

  private Comment pre() {
    int end = comment.indexOf("</pre>");
    return end < 0 ? Comment.NONE : Comment.of(comment.subList(1, end));
  }

  private static Shape shape(String label) {
    return switch (label) {
      case "repeated" -> Shape.LIST;
      case "map" -> Shape.MAP;
      default -> Shape.ONE;
    };
  }

  /// `.k8s.io.api.core.v1.Pod` and `api.core.v1.Pod` are the definition `io.k8s.api.core.v1.Pod`;
  /// `string` stays as it is. Protobuf packages cannot have the hyphen that Go's may.
  private static String definition(String type) {
    if (!type.contains(".")) {
      return type;
    }
    String name = type.startsWith(".k8s.io.") ? type.substring(8) : type;
    return "io.k8s." + name.replace("apiextensions_apiserver", "apiextensions-apiserver");
  }

  private static String unescape(String text) {
    if (text.indexOf('&') < 0) {
      return text;
    }
    return text.replace("&#42;", "*")
        .replace("&#47;", "/")
        .replace("&#64;", "@")
        .replace("&#92;", "\\")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
  }
}
