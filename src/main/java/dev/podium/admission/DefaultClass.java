package dev.podium.admission;

import dev.podium.admission.AdmissionRequest.Operation;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupResource;
import dev.podium.store.Store;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Gives objects that name no class the one that is marked as the default.
///
/// Where several are marked the newest wins, then the first by name. Upstream:
/// plugin/pkg/admission/storage/storageclass/setdefault,
/// plugin/pkg/admission/network/defaultingressclass.
///
/// @param field of the spec that names the class
/// @param former annotation that named it before there was the field
/// @param marks annotations that mark the default
record DefaultClass(
    Store store,
    String name,
    GroupResource resource,
    String field,
    String former,
    GroupResource classes,
    Set<String> marks)
    implements AdmissionStep {
  static DefaultClass ofStorage(Store store) {
    return new DefaultClass(
        store,
        "DefaultStorageClass",
        new GroupResource("", "persistentvolumeclaims"),
        "storageClassName",
        "volume.beta.kubernetes.io/storage-class",
        new GroupResource("storage.k8s.io", "storageclasses"),
        Set.of(
            "storageclass.kubernetes.io/is-default-class",
            "storageclass.beta.kubernetes.io/is-default-class"));
  }

  static DefaultClass ofIngresses(Store store) {
    return new DefaultClass(
        store,
        "DefaultIngressClass",
        new GroupResource("networking.k8s.io", "ingresses"),
        "ingressClassName",
        "kubernetes.io/ingress.class",
        new GroupResource("networking.k8s.io", "ingressclasses"),
        Set.of("ingressclass.kubernetes.io/is-default-class"));
  }

  @Override
  public ApiObject mutate(AdmissionRequest request, ApiObject object) {
    if (!request.resource().equals(resource)
        || !request.subresource().isEmpty()
        || request.operation() != Operation.CREATE
        || object.spec().findString(field).isPresent()
        || object.annotation(former).isPresent()) {
      return object;
    }
    List<ApiObject> defaults =
        store.snapshot(classes).stream("", "")
            .filter(
                c -> marks.stream().anyMatch(mark -> c.annotation(mark).orElse("").equals("true")))
            .sorted(
                Comparator.comparing(ApiObject::creationTimestamp)
                    .reversed()
                    .thenComparing(ApiObject::name))
            .toList();
    return defaults.isEmpty()
        ? object
        : object.editSpec(spec -> spec.set(field, defaults.getFirst().name()));
  }
}
