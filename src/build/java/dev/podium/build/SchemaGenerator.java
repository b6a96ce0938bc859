package dev.podium.build;

import dev.podium.build.DataFiles.Group;
import dev.podium.build.Definition.Property;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Generates the schema of the built-in types from Kubernetes' published artifacts on the class
/// path and the tables in `openapi/`.
///
/// Arguments: the project's folder, the file to write. Does nothing where the file is newer than
/// everything it is made of.
final class SchemaGenerator {
  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
  private static final String CORE = "io.k8s.api.core.v1.";

  /// Kinds that the server answers with whatever the group-version.
  private static final List<String> UNVERSIONED =
      List.of("APIGroup", "APIGroupList", "APIResourceList", "APIVersions", "Status");

  /// What requests are made of: bodies, and options whose fields are query parameters.
  private static final List<String> REQUESTS =
      List.of(
          META + "CreateOptions",
          META + "DeleteOptions",
          META + "ListOptions",
          META + "Patch",
          META + "PatchOptions",
          META + "UpdateOptions",
          META + "WatchEvent",
          CORE + "NodeProxyOptions",
          CORE + "PodAttachOptions",
          CORE + "PodExecOptions",
          CORE + "PodLogOptions",
          CORE + "PodPortForwardOptions",
          CORE + "PodProxyOptions",
          CORE + "ServiceProxyOptions");

  /// Client-java-proto leaves out the aggregator's types.
  private static final List<String> WITHOUT_MESSAGES =
      List.of(
          "io.k8s.apimachinery.pkg.version.Info",
          "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService",
          "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceList");

  public static void main(String[] args) throws IOException {
    Path tables = Path.of(args[0], "openapi");
    Path program = Path.of(args[0], "src/build/java");
    Path target = Path.of(args[1]);
    Path sources = jar("client-java-proto-", "-sources.jar");
    Path models = jar("client-java-api-", ".jar");
    if (upToDate(target, List.of(tables, program, sources, models))) {
      return;
    }
    DataFiles data = DataFiles.read(tables);
    Set<String> files = data.groups().stream().map(Group::protoFile).collect(Collectors.toSet());
    Map<String, Message> messages = ProtoSources.read(sources, files);
    ApiModels classes = ApiModels.read(models);
    Set<String> roots = roots(messages, classes);
    Map<String, Definition> definitions = new SchemaBuilder(messages, classes, data).build(roots);
    Files.createDirectories(target.getParent());
    try (OutputStream out = Files.newOutputStream(target)) {
      new SchemaFile().write(definitions, kinds(data, definitions), out);
    }
  }

  /// Every type with a model that has kind, apiVersion and metadata, and the shared ones.
  private static Set<String> roots(Map<String, Message> messages, ApiModels models) {
    Set<String> roots = new TreeSet<>(REQUESTS);
    UNVERSIONED.forEach(kind -> roots.add(META + kind));
    roots.addAll(WITHOUT_MESSAGES);
    for (String name : messages.keySet()) {
      models.forDefinition(name).filter(ApiModels.Model::isKind).ifPresent(_ -> roots.add(name));
    }
    return roots;
  }

  private static List<SchemaFile.Kind> kinds(DataFiles data, Map<String, Definition> definitions) {
    List<SchemaFile.Kind> kinds = new ArrayList<>();
    for (Definition definition : definitions.values()) {
      int dot = definition.name().lastIndexOf('.');
      String goPackage = definition.name().substring(0, dot);
      Set<String> fields =
          definition.properties().stream().map(Property::name).collect(Collectors.toSet());
      data.groups().stream()
          .filter(g -> g.goPackage().equals(goPackage) && !g.version().isEmpty())
          .filter(_ -> fields.containsAll(Set.of("kind", "apiVersion", "metadata")))
          .map(g ->
              new SchemaFile.Kind(
                  g.group().equals("core") ? "" : g.group(),
                  g.version(),
                  definition.name().substring(dot + 1),
                  definition.name()))
          .forEach(kinds::add);
    }
    UNVERSIONED.forEach(kind -> kinds.add(new SchemaFile.Kind("", "v1", kind, META + kind)));
    return kinds;
  }

  private static boolean upToDate(Path target, List<Path> inputs) throws IOException {
    long made = target.toFile().lastModified();
    for (Path input : inputs) {
      try (Stream<Path> files = Files.walk(input)) {
        if (files.anyMatch(f -> f.toFile().lastModified() >= made)) {
          return false;
        }
      }
    }
    return true;
  }

  private static Path jar(String prefix, String suffix) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(p -> p.getFileName().toString().startsWith(prefix))
        .filter(p -> p.getFileName().toString().endsWith(suffix))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Not on the class path: " + prefix + suffix));
  }
}
