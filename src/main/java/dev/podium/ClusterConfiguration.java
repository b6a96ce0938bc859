package dev.podium;

import dev.podium.admission.match.Kinds;
import dev.podium.admission.policy.TypeCheck;
import dev.podium.auth.pki.ClusterIdentity;
import dev.podium.auth.serviceaccounts.ServiceAccountTokens;
import dev.podium.client.ApiClient;
import dev.podium.controllers.admissionpolicy.PolicyStatus;
import dev.podium.controllers.apiservices.ApiServiceAvailability;
import dev.podium.controllers.apiservices.CustomApiServices;
import dev.podium.controllers.apiservices.LocalApiServices;
import dev.podium.controllers.apiservices.ResourceMetrics;
import dev.podium.controllers.bootstrap.ClusterAddons;
import dev.podium.controllers.bootstrap.ClusterBootstrap;
import dev.podium.controllers.certificates.CertificateSigning;
import dev.podium.controllers.certificates.KubeletApproval;
import dev.podium.controllers.certificates.RequestCleaning;
import dev.podium.controllers.clusterrole.ClusterRoleAggregation;
import dev.podium.controllers.cronjob.CronJobController;
import dev.podium.controllers.customresources.CustomResourceController;
import dev.podium.controllers.daemonset.DaemonSetController;
import dev.podium.controllers.deployment.DeploymentController;
import dev.podium.controllers.disruption.DisruptionController;
import dev.podium.controllers.endpoints.EndpointSliceController;
import dev.podium.controllers.endpoints.EndpointSliceMirroring;
import dev.podium.controllers.endpoints.EndpointsController;
import dev.podium.controllers.events.EventExpiry;
import dev.podium.controllers.flowcontrol.FlowSchemaReferences;
import dev.podium.controllers.garbagecollector.GarbageCollector;
import dev.podium.controllers.job.JobController;
import dev.podium.controllers.namespace.NamespaceController;
import dev.podium.controllers.nodelifecycle.NodeLifecycle;
import dev.podium.controllers.podautoscaler.HorizontalPodAutoscaling;
import dev.podium.controllers.podgc.PodGarbageCollector;
import dev.podium.controllers.replicaset.ReplicaSetController;
import dev.podium.controllers.resourcequota.QuotaController;
import dev.podium.controllers.scheduler.Scheduler;
import dev.podium.controllers.serveridentity.ServerIdentity;
import dev.podium.controllers.service.AddressPool;
import dev.podium.controllers.service.LoadBalancers;
import dev.podium.controllers.serviceaccount.NamespaceDefaults;
import dev.podium.controllers.serviceaccounttoken.TokenSecrets;
import dev.podium.controllers.servicecidr.IpAddressRepair;
import dev.podium.controllers.servicecidr.ServiceCidrController;
import dev.podium.controllers.statefulset.StatefulSetController;
import dev.podium.controllers.tainteviction.TaintEviction;
import dev.podium.controllers.ttl.NodeTtl;
import dev.podium.controllers.ttlafterfinished.FinishedJobExpiry;
import dev.podium.controllers.volume.ClaimBinder;
import dev.podium.controllers.volume.ClaimExpansion;
import dev.podium.controllers.volume.ClaimProtection;
import dev.podium.controllers.volume.LocalProvisioner;
import dev.podium.kubelet.Kubelets;
import dev.podium.kubelet.RunningPods;
import dev.podium.kubelet.agnhost.Agnhost;
import dev.podium.kubelet.image.ImageCatalog;
import dev.podium.kubelet.image.UserImages;
import dev.podium.kubelet.kernel.Kernel;
import dev.podium.kubelet.process.Programs;
import dev.podium.kubelet.program.BasicPrograms;
import dev.podium.kubelet.server.ServerPrograms;
import dev.podium.kubelet.shell.ShellPrograms;
import dev.podium.network.Firewall;
import dev.podium.network.NameService;
import dev.podium.network.Network;
import dev.podium.network.host.ApiServerGate;
import dev.podium.network.host.NodePorts;
import dev.podium.network.ingress.IngressController;
import dev.podium.network.names.ClusterNames;
import dev.podium.network.policy.PolicyFirewall;
import dev.podium.network.services.ServiceRouting;
import dev.podium.network.services.ServiceRules;
import dev.podium.registry.ResourceCatalog;
import dev.podium.resources.apiextensions.ConversionWebhooks;
import dev.podium.resources.metrics.MetricsKinds;
import dev.podium.runtime.ControlLoops;
import dev.podium.store.Store;
import dev.podium.time.Clock;
import dev.podium.web.health.PostStartHooks;
import dev.podium.web.server.Listeners;
import dev.podium.web.server.TomcatListeners;
import dev.podium.webhooks.WebhookCaller;
import dev.podium.webhooks.WebhookFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What keeps the cluster going: the control loops, and what they find when they begin.
@Configuration(proxyBeanMethods = false)
class ClusterConfiguration {
  /// Where the simulated API server stands in the simulated network: on the control-plane node.
  static final String CONTROL_PLANE_ADDRESS = "172.18.0.2";

  static final String CONTROL_PLANE = "control-plane";

  @Bean
  RunningPods runningPods() {
    return new RunningPods();
  }

  @Bean
  Kernel kernel(Clock clock) {
    return new Kernel(
        clock,
        Programs.of(
            BasicPrograms.all(),
            ShellPrograms.programs(),
            ServerPrograms.all(),
            Agnhost.programs()));
  }

  @Bean
  ImageCatalog imageCatalog(PodiumProperties properties) {
    Path folder = properties.imagesDir();
    return folder == null
        ? ImageCatalog.builtIn()
        : ImageCatalog.with(() -> UserImages.folder(folder));
  }

  @Bean
  Kubelets.Machinery machinery(
      Kernel kernel, Network network, ImageCatalog images, RunningPods running) {
    return new Kubelets.Machinery(kernel, network, images, running);
  }

  @Bean
  ControlLoops controlLoops(ApiClient client, Clock clock) {
    return new ControlLoops(client, clock);
  }

  @Bean
  ServiceRouting serviceRouting(PodiumProperties properties, Clock clock) {
    return new ServiceRouting(clock, new Random(), properties.serviceRange());
  }

  @Bean
  Network network(
      PodiumProperties properties, ControlLoops loops, Clock clock, ServiceRouting routing) {
    ServiceRules.register(loops, routing);
    Firewall firewall = PolicyFirewall.register(loops);
    NameService names = new ClusterNames(loops, dnsAddress(properties), routing, firewall);
    return new Network(clock, routing, firewall, names);
  }

  private static String dnsAddress(PodiumProperties properties) {
    return properties.serviceRange().address(10).toString();
  }

  @Bean
  @ConditionalOnBooleanProperty(name = "podium.node-ports.listen", matchIfMissing = true)
  NodePorts nodePorts(
      PodiumProperties properties,
      ControlLoops loops,
      ApiClient client,
      Clock clock,
      Network network,
      ServiceRouting routing,
      TomcatListeners.Settings listening) {
    return NodePorts.register(loops, client, clock, network, routing, listening.bind());
  }

  /// Says that the control loops know what they have to do.
  record Furnished(ControlLoops loops) {}

  @Bean
  Furnished furnished(
      PodiumProperties properties,
      ControlLoops loops,
      ApiClient client,
      Clock clock,
      ClusterIdentity identity,
      ServiceAccountTokens accountTokens,
      Kubelets.Machinery machinery,
      ResourceCatalog catalog,
      Kinds kinds,
      WebhookCaller webhooks,
      Store store) {
    Map<String, Runnable> all = new LinkedHashMap<>();
    all.put("namespace", () -> NamespaceController.register(loops, client, clock));
    all.put("serviceaccount", () -> NamespaceDefaults.registerServiceAccounts(loops, client));
    all.put(
        "serviceaccount-token",
        () -> TokenSecrets.register(loops, client, accountTokens, identity.authorityPem()));
    all.put(
        "root-ca-certificate-publisher",
        () -> NamespaceDefaults.registerRootCertificates(loops, client, identity.authorityPem()));
    all.put("clusterrole-aggregation", () -> ClusterRoleAggregation.register(loops, client));
    all.put("garbage-collector", () -> GarbageCollector.register(loops, client));
    all.put("replicaset", () -> ReplicaSetController.registerReplicaSets(loops, client, clock));
    all.put(
        "replicationcontroller",
        () -> ReplicaSetController.registerReplicationControllers(loops, client, clock));
    all.put("deployment", () -> DeploymentController.register(loops, client, clock));
    all.put("daemonset", () -> DaemonSetController.register(loops, client, clock));
    all.put("statefulset", () -> StatefulSetController.register(loops, client, clock));
    all.put("cronjob", () -> CronJobController.register(loops, client, clock));
    all.put("job", () -> JobController.register(loops, client, clock));
    all.put("ttl-after-finished", () -> FinishedJobExpiry.register(loops, client, clock));
    all.put(
        "horizontalpodautoscaling", () -> HorizontalPodAutoscaling.register(loops, client, clock));
    all.put("scheduler", () -> Scheduler.register(loops, client, clock, new SecureRandom()));
    all.put("kubelet", () -> registerKubelets(properties, loops, client, clock, machinery));
    all.put("endpoints", () -> EndpointsController.register(loops, client));
    all.put("endpointslice", () -> EndpointSliceController.register(loops, client));
    all.put("endpointslicemirroring", () -> EndpointSliceMirroring.register(loops, client));
    all.put("disruption", () -> DisruptionController.register(loops, client, clock));
    all.put("node-lifecycle", () -> NodeLifecycle.register(loops, client, clock));
    all.put("taint-eviction", () -> TaintEviction.register(loops, client, clock));
    all.put("pod-garbage-collector", () -> PodGarbageCollector.register(loops, client, clock));
    all.put("ttl", () -> NodeTtl.register(loops, client));
    all.put("persistentvolume-binder", () -> ClaimBinder.register(loops, client, clock));
    all.put("persistentvolume-expander", () -> ClaimExpansion.register(loops, client, clock));
    all.put("local-path-provisioner", () -> LocalProvisioner.register(loops, client, clock));
    all.put(
        "persistentvolumeclaim-protection-controller",
        () -> ClaimProtection.registerClaims(loops, client));
    all.put(
        "persistentvolume-protection-controller",
        () -> ClaimProtection.registerVolumes(loops, client));
    all.put(
        "volumeattributesclass-protection-controller",
        () -> ClaimProtection.registerAttributesClasses(loops, client));
    all.put(
        "certificatesigningrequest-signing",
        () -> CertificateSigning.register(loops, client, clock, identity.signer()));
    all.put(
        "certificatesigningrequest-approving",
        () -> KubeletApproval.register(loops, client, clock));
    all.put(
        "certificatesigningrequest-cleaner", () -> RequestCleaning.register(loops, client, clock));
    all.put("service-cidr-controller", () -> ServiceCidrController.register(loops, client, clock));
    all.put(
        "validatingadmissionpolicy-status",
        () -> PolicyStatus.register(loops, client, new TypeCheck(kinds)::warnings));
    all.put("resourcequota", () -> QuotaController.register(loops, client, clock));
    properties
        .loadBalancer()
        .range()
        .ifPresent(range -> {
          all.put(
              "service-lb-controller",
              () -> LoadBalancers.register(loops, client, clock, new AddressPool(loops, range)));
          String ingress = range.address(range.size() - 2).toString();
          all.put(
              "ingress",
              () -> IngressController.register(loops, client, clock, machinery.network(), ingress));
        });
    all.put("event-ttl", () -> EventExpiry.register(loops, client, clock));
    // These belong to the API server and are not for anybody to leave out.
    IpAddressRepair.register(loops, client);
    ServerIdentity.register(loops, client, clock, CONTROL_PLANE, UUID.randomUUID().toString());
    FlowSchemaReferences.register(loops, client, clock);
    ApiServiceAvailability.register(loops, client, clock);
    ResourceMetrics.register(loops, catalog, MetricsKinds.all(store, clock, machinery.running()));
    CustomApiServices.register(loops, client);
    CustomResourceController.register(loops, client, catalog, conversionWebhooks(webhooks), clock);
    all.forEach((name, register) -> {
      if (isEnabled(name, properties.controllers())) {
        register.run();
      }
    });
    return new Furnished(loops);
  }

  private static void registerKubelets(
      PodiumProperties properties,
      ControlLoops loops,
      ApiClient client,
      Clock clock,
      Kubelets.Machinery machinery) {
    Kubelets.register(loops, client, machinery, properties.nodes());
    if (properties.nodes() > 0) {
      Kubelets.registerControlPlane(loops, client, clock, properties.serviceCidr());
    }
  }

  /// Whether a loop runs, as kube-controller-manager reads `--controllers`: what is named wins over
  /// `*`.
  static boolean isEnabled(String name, List<String> controllers) {
    if (controllers.contains(name)) {
      return true;
    }
    return !controllers.contains("-" + name) && controllers.contains("*");
  }

  @Bean
  ClusterLifecycle clusterLifecycle(
      PodiumProperties properties,
      ApiClient client,
      ClusterIdentity identity,
      Furnished furnished,
      Network network,
      ObjectProvider<Listeners> listeners) {
    return new ClusterLifecycle(
        () -> {
          openGate(network, listeners.getObject());
          ClusterBootstrap bootstrap =
              new ClusterBootstrap(
                  client,
                  properties.serviceRange(),
                  CONTROL_PLANE_ADDRESS,
                  listeners.getObject().httpsPort());
          bootstrap.run();
          bootstrap.publishClientAuthority(identity.authorityPem());
          LocalApiServices.register(client);
          if (properties.nodes() > 0) {
            ClusterAddons.install(client, dnsAddress(properties));
          }
        },
        furnished.loops());
  }

  /// The API server, as pods reach it: on the node of the control plane.
  private static void openGate(Network network, Listeners listeners) {
    try {
      network
          .node(CONTROL_PLANE, CONTROL_PLANE_ADDRESS)
          .listen(
              listeners.httpsPort(),
              false,
              new ApiServerGate(listeners.bound(), listeners.httpsPort()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Bean
  PostStartHooks postStartHooks(ClusterLifecycle cluster) {
    return new PostStartHooks(cluster::isRunning);
  }

  private static ConversionWebhooks conversionWebhooks(WebhookCaller caller) {
    return new ConversionWebhooks(
        (client, body, timeout) -> {
          try {
            return caller.post(client, body, timeout);
          } catch (WebhookFailure e) {
            throw new IOException(e.text(), e);
          }
        },
        () -> UUID.randomUUID().toString());
  }
}
