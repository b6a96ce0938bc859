package dev.podium.controllers.serviceaccount;

import dev.podium.client.ApiClient;
import dev.podium.client.Kinds;
import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.JsonObject;
import dev.podium.runtime.ControlLoops;
import dev.podium.runtime.Delta;
import dev.podium.runtime.Informer;
import dev.podium.runtime.Key;
import dev.podium.runtime.Outcome;
import dev.podium.runtime.Reconciler;
import java.util.Optional;
import java.util.stream.Stream;

/// Sees to it that every living namespace has its own copy of one object, and that the copy is not
/// altered.
///
/// Upstream: pkg/controller/serviceaccount/serviceaccounts_controller.go and
/// pkg/controller/certificates/rootcacertpublisher, which differ in nothing but the object.
public final class NamespaceDefaults implements Reconciler {
  private static final String ROOT_CA = "kube-root-ca.crt";

  private final ApiClient client;
  private final ApiObject wanted;
  private final String field;

  private NamespaceDefaults(ApiClient client, ApiObject wanted, String field) {
    this.client = client;
    this.wanted = wanted;
    this.field = field;
  }

  /// The ServiceAccount `default`.
  public static void registerServiceAccounts(ControlLoops loops, ApiClient client) {
    ApiObject account = ApiObject.named(Kinds.SERVICE_ACCOUNT, "", "default");
    register(
        loops,
        "serviceaccount",
        new NamespaceDefaults(client.asController("service-account-controller"), account, ""));
  }

  /// The ConfigMap `kube-root-ca.crt`.
  ///
  /// @param authority the cluster's CA certificate as PEM
  public static void registerRootCertificates(
      ControlLoops loops, ApiClient client, String authority) {
    ApiObject map =
        ApiObject.named(Kinds.CONFIG_MAP, "", ROOT_CA)
            .editMetadata(metadata ->
                metadata
                    .object("annotations")
                    .set(
                        "kubernetes.io/description",
                        "Contains a CA bundle that can be used to verify the kube-apiserver"
                            + " when using internal endpoints such as the internal service IP"
                            + " or kubernetes.default.svc. No other usage is guaranteed across"
                            + " distributions of Kubernetes clusters."))
            .with("data", JsonObject.of("ca.crt", authority));
    register(
        loops,
        "root-ca-certificate-publisher",
        new NamespaceDefaults(client.asController("root-ca-cert-publisher"), map, "data"));
  }

  private static void register(ControlLoops loops, String name, NamespaceDefaults defaults) {
    Informer copies = loops.informer(defaults.kind());
    loops
        .controller(name, defaults)
        .on(loops.informer(Kinds.NAMESPACE))
        .on(copies, defaults::namespaceOfCopy)
        .workers(5);
  }

  private GroupVersionKind kind() {
    return wanted.groupVersionKind();
  }

  private Stream<Key> namespaceOfCopy(Delta delta) {
    ApiObject object = delta.latest();
    return object.name().equals(wanted.name())
        ? Stream.of(new Key("", object.namespace()))
        : Stream.empty();
  }

  @Override
  public Outcome reconcile(Key key) {
    String namespace = key.name();
    Optional<ApiObject> living =
        client.find(Kinds.NAMESPACE, "", namespace).filter(n -> !n.isBeingDeleted());
    if (living.isEmpty()) {
      return Outcome.DONE;
    }
    Optional<ApiObject> copy = client.find(kind(), namespace, wanted.name());
    if (copy.isEmpty()) {
      create(namespace);
    } else if (!field.isEmpty()
        && !copy.get().root().find(field).equals(wanted.root().find(field))) {
      client.update(copy.get().with(field, wanted.root().object(field)));
    }
    return Outcome.DONE;
  }

  private void create(String namespace) {
    try {
      client.create(wanted.editMetadata(metadata -> metadata.set("namespace", namespace)));
    } catch (ApiException e) {
      boolean settled = e.reason().equals("AlreadyExists") || e.code() == 404 || e.code() == 403;
      if (!settled) {
        throw e;
      }
    }
  }
}
