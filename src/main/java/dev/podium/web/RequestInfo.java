package dev.podium.web;

import dev.podium.auth.Attributes;
import dev.podium.auth.UserInfo;
import dev.podium.object.ApiException;
import dev.podium.object.FieldSelector;
import dev.podium.object.GroupResource;
import dev.podium.object.NameFormats;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What a request means by its method, path and query alone, before anything is known of kinds
/// (apiserver's endpoints/request/requestinfo.go).
///
/// @param resourceRequest whether the path leads to resources rather than to discovery, health …
/// @param path without its escapes
/// @param verb `get`, `list`, `watch`, `create` …, or the method in lower case
/// @param name also from a field selector on `metadata.name`, for lists and watches
/// @param parts the path from the resource on
public record RequestInfo(
    boolean resourceRequest,
    String path,
    String verb,
    String apiGroup,
    String version,
    String namespace,
    String resource,
    String subresource,
    String name,
    List<String> parts,
    String fieldSelector,
    String labelSelector) {
  private static final String ATTRIBUTE = RequestInfo.class.getName();
  private static final Set<String> NAMESPACE_SUBRESOURCES = Set.of("status", "finalize");
  private static final Set<String> VERBS_IN_PATHS = Set.of("proxy", "watch");
  private static final Set<String> LONG_VERBS = Set.of("watch", "proxy");
  private static final Set<String> LONG_SUBRESOURCES =
      Set.of("attach", "exec", "proxy", "log", "portforward");
  private static final Set<String> SELECTING_VERBS = Set.of("list", "watch", "deletecollection");

  /// @throws ApiException 400 where the path has a malformed escape
  public static RequestInfo of(String method, String encodedPath, QueryString query) {
    String path =
        PercentEncoding.path(encodedPath)
            .orElseThrow(() -> ApiException.badRequest("invalid URL escape in the path"));
    List<String> parts = split(path);
    boolean grouped = !parts.isEmpty() && parts.getFirst().equals("apis");
    boolean core = !parts.isEmpty() && parts.getFirst().equals("api");
    if (core && parts.size() >= 3) {
      return resource(method, path, "", parts.subList(1, parts.size()), query);
    }
    if (grouped && parts.size() >= 4) {
      return resource(method, path, parts.get(1), parts.subList(2, parts.size()), query);
    }
    String verb = method.toLowerCase(Locale.ROOT);
    return new RequestInfo(false, path, verb, "", "", "", "", "", "", List.of(), "", "");
  }

  /// @param parts the version, then what follows it
  private static RequestInfo resource(
      String method, String path, String group, List<String> parts, QueryString query) {
    List<String> rest = parts.subList(1, parts.size());
    boolean verbInPath = VERBS_IN_PATHS.contains(rest.getFirst());
    if (verbInPath && rest.size() == 1) {
      throw ApiException.internal(
          "failed to create RequestInfo: unable to determine kind and namespace from url, " + path);
    }
    Target target = Target.of(verbInPath ? rest.subList(1, rest.size()) : rest);
    String verb = verbInPath ? rest.getFirst() : verb(method);
    boolean lists = target.name().isEmpty() && verb.equals("get");
    if (lists) {
      verb = query.flag("watch") ? "watch" : "list";
    } else if (target.name().isEmpty() && verb.equals("delete")) {
      verb = "deletecollection";
    }
    boolean selects = !verbInPath && SELECTING_VERBS.contains(verb);
    return new RequestInfo(
        true,
        path,
        verb,
        group,
        parts.getFirst(),
        target.namespace(),
        target.parts().getFirst(),
        verb.equals("proxy") ? "" : target.subresource(),
        lists ? selectedName(query) : target.name(),
        target.parts(),
        selects ? query.first("fieldSelector") : "",
        selects ? query.first("labelSelector") : "");
  }

  /// @param parts from the resource on
  private record Target(String namespace, List<String> parts) {
    static Target of(List<String> path) {
      if (path.size() < 2 || !path.getFirst().equals("namespaces")) {
        return new Target("", List.copyOf(path));
      }
      boolean inside = path.size() > 2 && !NAMESPACE_SUBRESOURCES.contains(path.get(2));
      return new Target(path.get(1), List.copyOf(inside ? path.subList(2, path.size()) : path));
    }

    String name() {
      return parts.size() > 1 ? parts.get(1) : "";
    }

    String subresource() {
      return parts.size() > 2 ? parts.get(2) : "";
    }
  }

  private static String verb(String method) {
    return switch (method) {
      case "POST" -> "create";
      case "GET", "HEAD" -> "get";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> "delete";
      default -> "";
    };
  }

  private static String selectedName(QueryString query) {
    try {
      return FieldSelector.parse(query.first("fieldSelector"))
          .requiredValue("metadata.name")
          .filter(name -> NameFormats.pathSegment(name).isEmpty())
          .orElse("");
    } catch (ApiException _) {
      return "";
    }
  }

  private static List<String> split(String path) {
    String trimmed = path.replaceAll("^/+|/+$", "");
    return trimmed.isEmpty() ? List.of() : Arrays.asList(trimmed.split("/", -1));
  }

  /// For an authorizer.
  public Attributes attributes(UserInfo user) {
    return new Attributes(
        user,
        verb,
        apiGroup,
        version,
        resource,
        subresource,
        namespace,
        name,
        resourceRequest,
        resourceRequest ? "" : path,
        fieldSelector,
        labelSelector);
  }

  /// Whether it may take any time: no deadline and no place in a queue are meant for it
  /// (genericapiserver's BasicLongRunningRequestCheck as kube-apiserver sets it).
  boolean isLongRunning() {
    return LONG_VERBS.contains(verb)
        || resourceRequest && LONG_SUBRESOURCES.contains(subresource)
        || !resourceRequest && path.startsWith("/debug/pprof/");
  }

  public GroupResource groupResource() {
    return new GroupResource(apiGroup, resource);
  }

  /// That of a request which the access filter has let through.
  public static RequestInfo of(HttpServletRequest request) {
    return (RequestInfo) request.getAttribute(ATTRIBUTE);
  }

  void attachTo(HttpServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }
}
