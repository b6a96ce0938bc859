package dev.podium.auth;

import dev.podium.object.GroupResource;

/// What a caller wants to do, as an authorizer sees it (apiserver's authorizer.Attributes).
///
/// @param verb `list`, `create` …, or the HTTP method in lower case where no resource is meant
/// @param subresource empty for the resource itself, as are namespace and name where there is none
/// @param path of a request that means no resource; empty otherwise
/// @param fieldSelector as the request has it, empty where there is none; so is the label selector
public record Attributes(
    UserInfo user,
    String verb,
    String apiGroup,
    String version,
    String resource,
    String subresource,
    String namespace,
    String name,
    boolean resourceRequest,
    String path,
    String fieldSelector,
    String labelSelector) {

  /// An act on a resource, without selectors.
  public static Attributes resource(
      UserInfo user, String verb, GroupResource resource, String namespace, String name) {
    return new Attributes(
        user,
        verb,
        resource.group(),
        "",
        resource.resource(),
        "",
        namespace,
        name,
        true,
        "",
        "",
        "");
  }

  /// An act on a path such as `/healthz`.
  public static Attributes path(UserInfo user, String verb, String path) {
    return new Attributes(user, verb, "", "", "", "", "", "", false, path, "", "");
  }

  public Attributes withUser(UserInfo user) {
    return with(user, verb, subresource);
  }

  public Attributes withVerb(String verb) {
    return with(user, verb, subresource);
  }

  public Attributes withSubresource(String subresource) {
    return with(user, verb, subresource);
  }

  private Attributes with(UserInfo user, String verb, String subresource) {
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
        path,
        fieldSelector,
        labelSelector);
  }

  /// `pods/log`, or just `pods`.
  public String combinedResource() {
    return subresource.isEmpty() ? resource : resource + "/" + subresource;
  }
}
