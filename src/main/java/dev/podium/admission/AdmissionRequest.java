package dev.podium.admission;

import dev.podium.auth.UserInfo;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/// One write on its way through admission.
///
/// @param kind what the object is, in the version of the request: that of the resource, or a
///   subresource's own such as Scale
/// @param version in which the resource was named
/// @param subresource empty for the object itself
/// @param object what would be stored; empty for a deletion
/// @param old what is stored now; empty for a creation
/// @param options the fields of what the client asked for, such as `fieldManager`
/// @param warnings takes texts for `Warning` headers
/// @param reinvocation who wants to look again; one for the whole way
public record AdmissionRequest(
    Operation operation,
    GroupVersionKind kind,
    GroupResource resource,
    String version,
    String subresource,
    String namespace,
    String name,
    Optional<ApiObject> object,
    Optional<ApiObject> old,
    UserInfo user,
    boolean dryRun,
    JsonObject options,
    Instant now,
    Consumer<String> warnings,
    Reinvocation reinvocation) {
  /// What is being done.
  public enum Operation {
    CREATE,
    UPDATE,
    DELETE,
    CONNECT
  }

  /// This request about another object.
  public AdmissionRequest with(ApiObject changed) {
    return new AdmissionRequest(
        operation,
        kind,
        resource,
        version,
        subresource,
        namespace,
        name,
        Optional.of(changed),
        old,
        user,
        dryRun,
        options,
        now,
        warnings,
        reinvocation);
  }

  /// Whether it is about a resource of the core group, and not a subresource.
  public boolean isFor(String plural) {
    return subresource.isEmpty()
        && resource.group().isEmpty()
        && resource.resource().equals(plural);
  }
}
