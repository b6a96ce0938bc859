package dev.podium.registry;

import dev.podium.admission.AdmissionChain;
import dev.podium.admission.AdmissionRequest;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.schema.structural.Pruning;
import java.util.Optional;

/// Where writes meet admission. What has been admitted as a whole is not asked about again.
final class WriteAdmission {
  private final AdmissionChain chain;

  WriteAdmission(AdmissionChain chain) {
    this.chain = chain;
  }

  /// The object as admission wants it.
  ///
  /// @param object what `request` shows, which is a Scale where the write goes through that
  ApiObject mutate(
      Target target, AdmissionRequest request, ApiObject object, WriteContext context) {
    ApiObject changed = chain(context).mutate(request);
    boolean same = request.object().filter(changed::equals).isPresent();
    return target
        .scale()
        .map(scale -> same ? object : scale.into(object, changed))
        .orElseGet(() -> same ? changed : pruned(target.definition(), changed));
  }

  /// What admission adds to a custom object stays only where the schema has a place for it.
  private static ApiObject pruned(ResourceDefinition definition, ApiObject changed) {
    return definition
        .structure()
        .map(schema -> ApiObject.of(Pruning.of(schema, changed.root()).object()))
        .orElse(changed);
  }

  /// Refuses what must not be written.
  void validate(AdmissionRequest request, WriteContext context) {
    chain(context).validate(request);
  }

  /// Has an action, or a connection, admitted: what is changed by that is given back.
  ///
  /// @param kind of the body
  ApiObject admit(
      AdmissionRequest.Operation operation,
      Target target,
      GroupVersionKind kind,
      ApiObject body,
      WriteContext context) {
    AdmissionRequest request =
        target.request(operation, kind, Optional.of(body), Optional.empty(), context);
    ApiObject changed = chain.mutate(request);
    chain.validate(request.with(changed));
    return changed;
  }

  private AdmissionChain chain(WriteContext context) {
    return context.admitted() ? AdmissionChain.NONE : chain;
  }
}
