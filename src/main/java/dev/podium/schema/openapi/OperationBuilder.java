package dev.podium.schema.openapi;

import dev.podium.object.GroupVersion;
import dev.podium.schema.openapi.Operation.About;
import dev.podium.schema.openapi.Operation.Answer;
import dev.podium.schema.openapi.Operation.Body;
import dev.podium.schema.openapi.Operation.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Gathers what an operation is made of.
final class OperationBuilder {
  private static final Map<Integer, String> MEANINGS =
      Map.of(200, "OK", 201, "Created", 202, "Accepted");

  private final GroupVersion groupVersion;
  private final String method;
  private final String path;
  private final About about;
  private String id = "";
  private String description = "";
  private List<Parameter> parameters = List.of();
  private Optional<Body> body = Optional.empty();
  private List<String> consumes = List.of("*/*");

  OperationBuilder(GroupVersion groupVersion, String method, String path, About about) {
    this.groupVersion = groupVersion;
    this.method = method;
    this.path = path;
    this.about = about;
  }

  OperationBuilder named(String verb, String what, String text) {
    id = OperationIds.id(verb, groupVersion, what);
    description = text;
    return this;
  }

  OperationBuilder with(List<Parameter> inPath, List<Parameter> inQuery) {
    parameters = Stream.concat(inPath.stream(), inQuery.stream()).toList();
    return this;
  }

  OperationBuilder sending(String definition) {
    body = Optional.of(new Body(definition, true));
    return this;
  }

  OperationBuilder sending(String definition, List<String> types) {
    consumes = types;
    return sending(definition);
  }

  OperationBuilder maySend(String definition) {
    body = Optional.of(new Body(definition, false));
    return this;
  }

  Operation answering(List<String> produces, Map<Integer, String> definitions) {
    Map<Integer, Answer> answers = new TreeMap<>();
    definitions.forEach((code, definition) ->
        answers.put(code, Answer.of(MEANINGS.getOrDefault(code, ""), definition)));
    answers.put(401, new Answer("Unauthorized", Optional.empty()));
    return new Operation(
        path,
        method,
        id,
        OperationIds.tag(groupVersion),
        description,
        Optional.of(about),
        parameters,
        body,
        consumes,
        produces,
        answers);
  }
}
