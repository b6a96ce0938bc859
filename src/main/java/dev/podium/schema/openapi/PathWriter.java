package dev.podium.schema.openapi;

import dev.podium.object.JsonObject;
import dev.podium.schema.openapi.Operation.Answer;
import dev.podium.schema.openapi.Operation.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/// Puts operations below their paths; parameters that all operations of a path share stand with the
/// path (kube-openapi's findCommonParameters).
final class PathWriter {
  private PathWriter() {}

  /// The `paths` of a document.
  ///
  /// @param operation how a single operation is written, with the parameters that are its own
  /// @param parameter how a parameter is written
  static Map<String, Object> write(
      List<Operation> operations,
      BiFunction<Operation, List<Parameter>, JsonObject> operation,
      java.util.function.Function<Parameter, JsonObject> parameter) {
    Map<String, List<Operation>> byPath = new TreeMap<>();
    for (Operation each : operations) {
      byPath.computeIfAbsent(each.path(), _ -> new ArrayList<>()).add(each);
    }
    Map<String, Object> paths = new LinkedHashMap<>();
    byPath.forEach((path, methods) -> {
      List<Parameter> shared = shared(methods);
      Map<String, Object> item = new LinkedHashMap<>();
      for (Operation each : methods) {
        List<Parameter> own = each.parameters().stream().filter(p -> !shared.contains(p)).toList();
        item.put(each.method(), operation.apply(each, own));
      }
      if (!shared.isEmpty()) {
        item.put("parameters", shared.stream().map(parameter).toList());
      }
      paths.put(path, item);
    });
    return paths;
  }

  private static List<Parameter> shared(List<Operation> methods) {
    return methods.getFirst().parameters().stream()
        .filter(p -> methods.stream().allMatch(m -> m.parameters().contains(p)))
        .sorted(Comparator.comparing(Parameter::name))
        .toList();
  }

  /// The marks that both dialects write below an operation.
  static void addAbout(Map<String, Object> json, Operation operation) {
    operation
        .about()
        .ifPresent(about -> {
          json.put("x-kubernetes-action", about.action());
          json.put("x-kubernetes-group-version-kind", TypeDefinitions.json(about.kind()));
        });
  }

  /// The schema of an answer.
  static JsonObject schema(String definition, Dialect dialect) {
    return definition.equals(Answer.TEXT)
        ? JsonObject.of("type", "string")
        : dialect.ref(definition);
  }
}
