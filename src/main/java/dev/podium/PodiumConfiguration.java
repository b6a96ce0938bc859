package dev.podium;

import dev.podium.admission.AdmissionChain;
import dev.podium.admission.CertificateRights;
import dev.podium.admission.ResourceQuotaAdmission;
import dev.podium.admission.RoleEscalation;
import dev.podium.admission.match.Kinds;
import dev.podium.admission.policy.MutatingPolicies;
import dev.podium.admission.policy.ValidatingPolicies;
import dev.podium.admission.webhook.MutatingWebhooks;
import dev.podium.admission.webhook.ValidatingWebhooks;
import dev.podium.auth.Authorizer;
import dev.podium.auth.BearerTokens;
import dev.podium.auth.UserInfo;
import dev.podium.auth.rbac.RbacAuthorizer;
import dev.podium.auth.serviceaccounts.ServiceAccountTokens;
import dev.podium.client.ApiClient;
import dev.podium.network.Network;
import dev.podium.object.Cidr;
import dev.podium.object.GeneratedNames;
import dev.podium.registry.FieldOwnership;
import dev.podium.registry.LedgerOwnership;
import dev.podium.registry.ObjectIdentity;
import dev.podium.registry.ResourceCatalog;
import dev.podium.registry.ResourceService;
import dev.podium.resources.BuiltInResources;
import dev.podium.resources.access.AccessKinds;
import dev.podium.resources.access.TokenRequests;
import dev.podium.schema.Schemas;
import dev.podium.store.InMemoryStore;
import dev.podium.store.Store;
import dev.podium.time.Clock;
import dev.podium.time.PacedClock;
import dev.podium.webhooks.WebhookCaller;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The cluster, bean by bean, from the store up: who stands on whom.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PodiumProperties.class)
class PodiumConfiguration {
  /// The API server itself, as far as it calls its own API.
  private static final UserInfo API_SERVER = UserInfo.of("system:apiserver", "system:masters");

  @Bean
  Clock clock(PodiumProperties properties) {
    return new PacedClock(properties.pace(), InstantSource.system());
  }

  @Bean
  Store store() {
    return new InMemoryStore();
  }

  @Bean
  GeneratedNames generatedNames() {
    return new GeneratedNames(new SecureRandom());
  }

  @Bean
  ResourceCatalog resourceCatalog(
      PodiumProperties properties,
      Authorizer authorizer,
      RbacAuthorizer roles,
      BearerTokens bearerTokens,
      ServiceAccountTokens accountTokens) {
    ResourceCatalog catalog =
        new ResourceCatalog(
            BuiltInResources.all(
                new BuiltInResources.Surroundings(
                    new TokenRequests(accountTokens),
                    List.of(Cidr.require(properties.serviceCidr().toString())),
                    properties.serviceNodePortRange().from(),
                    properties.serviceNodePortRange().to(),
                    new SecureRandom())));
    AccessKinds.all(authorizer, roles, bearerTokens).forEach(catalog::add);
    return catalog;
  }

  @Bean
  Kinds admittedKinds(ResourceCatalog catalog) {
    return new AdmittedKinds(catalog, Schemas.builtIn());
  }

  @Bean
  AdmissionChain admissionChain(
      PodiumProperties properties,
      Store store,
      GeneratedNames names,
      Authorizer authorizer,
      RbacAuthorizer roles,
      Kinds kinds,
      WebhookCaller caller) {
    return AdmissionChain.of(store, names::next, Set.copyOf(properties.admission().disable()))
        .with(CertificateRights.approval(authorizer))
        .with(CertificateRights.signing(authorizer))
        .with(new MutatingPolicies(store, kinds, authorizer))
        .with(new MutatingWebhooks(store, kinds, authorizer, caller))
        .with(new RoleEscalation(authorizer, roles))
        .with(new ValidatingPolicies(store, kinds, authorizer))
        .with(new ValidatingWebhooks(store, kinds, authorizer, caller))
        .with(new ResourceQuotaAdmission(store));
  }

  @Bean
  WebhookCaller webhookCaller(Store store, ObjectProvider<Network> network) {
    return new WebhookCaller(new ClusterServices(store, network::getObject));
  }

  @Bean
  FieldOwnership fieldOwnership(ResourceCatalog catalog) {
    return new LedgerOwnership(catalog, Schemas.builtIn());
  }

  @Bean
  ResourceService resourceService(
      Store store,
      ResourceCatalog catalog,
      AdmissionChain admission,
      FieldOwnership ownership,
      GeneratedNames names) {
    ObjectIdentity identity = new ObjectIdentity(() -> UUID.randomUUID().toString(), names::next);
    return new ResourceService(store, catalog, admission, ownership, identity);
  }

  @Bean
  ApiClient apiClient(ResourceService service, Clock clock) {
    return new ApiClient(service, API_SERVER, "kube-apiserver", clock::now);
  }
}
