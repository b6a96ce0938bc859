package dev.podium.schema.openapi;

import dev.podium.object.GroupVersionKind;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A path below an object.
public sealed interface ServedSubresource {
  /// The last step of its path.
  String name();

  /// Takes and gives objects: `status`, `scale`, `eviction`.
  ///
  /// @param verbs of `get`, `update`, `patch`, `create`
  /// @param definition of its bodies
  record OfObject(String name, GroupVersionKind kind, Set<String> verbs, String definition)
      implements ServedSubresource {
    public OfObject {
      verbs = Collections.unmodifiableSortedSet(new TreeSet<>(verbs));
    }

    public static OfObject builtIn(String name, GroupVersionKind kind, Set<String> verbs) {
      return new OfObject(name, kind, verbs, ServedResource.definition(kind));
    }
  }

  /// Answers text: `log`.
  ///
  /// @param options the definition whose fields are the query parameters
  record OfText(String name, String options) implements ServedSubresource {}

  /// Hands the connection over: `exec`, `attach`, `portforward`, `proxy`.
  ///
  /// @param methods in lower case
  /// @param options the definition whose fields are the query parameters
  /// @param paths whether a path may follow, as with `proxy`
  record Connection(String name, List<String> methods, String options, boolean paths)
      implements ServedSubresource {
    private static final List<String> STREAM = List.of("get", "post");
    private static final List<String> ALL =
        List.of("get", "put", "post", "delete", "options", "head", "patch");

    /// A stream that is upgraded from GET or POST.
    public static Connection stream(String name, String options) {
      return new Connection(name, STREAM, options, false);
    }

    /// Any method, with any path behind it.
    public static Connection proxy(String options) {
      return new Connection("proxy", ALL, options, true);
    }
  }
}
