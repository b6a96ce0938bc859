package dev.podium.web.kubelet;

import dev.podium.kubelet.ContainerRuntime;
import dev.podium.kubelet.logs.LogLine;
import dev.podium.network.http.Headers;
import dev.podium.network.http.HttpResponse;
import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// `/logs/`: the directory of a node's logs, with those of its containers.
///
/// Upstream: kubelet's ServeLogs, Go's http.FileServer; the files are as a CRI runtime writes them.
final class NodeLogs {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final DateTimeFormatter NANOS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'").withZone(ZoneOffset.UTC);

  private final ContainerRuntime runtime;

  NodeLogs(ContainerRuntime runtime) {
    this.runtime = runtime;
  }

  private record LogFile(String namespace, String pod, String container, boolean previous) {}

  /// @param path below `/logs/`
  HttpResponse answer(List<ApiObject> pods, String path) {
    SortedMap<String, LogFile> files = files(pods);
    LogFile file = files.get(path);
    if (file != null) {
      return HttpResponse.of(200, Headers.of("Content-Type", TEXT), content(file));
    }
    TreeSet<String> names = new TreeSet<>();
    Stream.concat(files.keySet().stream(), Stream.of("containers/", "pods/"))
        .filter(name -> name.startsWith(path) && name.length() > path.length())
        .forEach(name -> names.add(name.substring(path.length()).replaceFirst("/.*", "/")));
    boolean folder = path.isEmpty() || path.endsWith("/");
    if (folder && (!names.isEmpty() || path.equals("containers/") || path.equals("pods/"))) {
      return HttpResponse.of(200, "text/html; charset=utf-8", listing(names));
    }
    return !folder && names.contains("/")
        ? HttpResponse.of(301, Headers.of("Location", "/logs/" + path + "/"), new byte[0])
        : HttpResponse.of(404, TEXT, "404 page not found\n");
  }

  private static SortedMap<String, LogFile> files(List<ApiObject> pods) {
    SortedMap<String, LogFile> files = new TreeMap<>();
    for (ApiObject pod : pods) {
      Stream.of("initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses")
          .flatMap(list -> pod.status().objects(list).stream())
          .filter(status -> status.has("containerID"))
          .forEach(status -> add(files, pod, status));
    }
    return files;
  }

  private static void add(SortedMap<String, LogFile> files, ApiObject pod, JsonObject status) {
    String name = status.string("name");
    String folder = "pods/%s_%s_%s/%s/".formatted(pod.namespace(), pod.name(), pod.uid(), name);
    long number = status.integer("restartCount");
    LogFile latest = new LogFile(pod.namespace(), pod.name(), name, false);
    files.put(folder + number + ".log", latest);
    if (number > 0) {
      files.put(
          folder + (number - 1) + ".log", new LogFile(pod.namespace(), pod.name(), name, true));
    }
    files.put(
        "containers/%s_%s_%s-%s.log"
            .formatted(
                pod.name(),
                pod.namespace(),
                name,
                status.string("containerID").replaceFirst(".*://", "")),
        latest);
  }

  private byte[] content(LogFile file) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    runtime
        .log(file.namespace(), file.pod(), file.container(), file.previous())
        .ifPresent(log -> log.lines().forEach(line -> write(text, line)));
    return text.toByteArray();
  }

  private static void write(ByteArrayOutputStream text, LogLine line) {
    String prefix =
        "%s %s %s "
            .formatted(
                NANOS.format(line.at()),
                line.error() ? "stderr" : "stdout",
                line.complete() ? "F" : "P");
    text.writeBytes(prefix.getBytes(StandardCharsets.UTF_8));
    text.writeBytes(line.bytes());
    text.write('\n');
  }

  private static String listing(TreeSet<String> names) {
    StringBuilder page =
        new StringBuilder(
            "<!doctype html>\n<meta name=\"viewport\" content=\"width=device-width\">\n<pre>\n");
    names.forEach(name -> page.append("<a href=\"%s\">%s</a>\n".formatted(name, name)));
    return page.append("</pre>\n").toString();
  }
}
