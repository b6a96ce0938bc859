package dev.podium.controllers.customresources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podium.client.Kinds;
import dev.podium.object.ApiObject;
import dev.podium.object.GroupVersionKind;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import dev.podium.registry.DeleteOptions;
import dev.podium.registry.Selection;
import dev.podium.registry.WatchQuery;
import dev.podium.resources.apiextensions.ConversionWebhooks;
import dev.podium.runtime.Simulation;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CustomResourcesTest {
  private static final GroupVersionKind WIDGET = GroupVersionKind.of("a.example/v1", "Widget");

  private final Simulation cluster = new Simulation();

  @BeforeEach
  void start() {
    CustomResourceController.register(
        cluster.loops(),
        cluster.user(),
        cluster.catalog(),
        new ConversionWebhooks((_, body, _) -> body, () -> "uid"),
        cluster.clock());
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private static ApiObject definitionOf(String plural, String kind, String shortName) {
    return ApiObject.of(
        Json.parseObject(
            """
            {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
             "metadata": {"name": "%1$s.a.example"},
             "spec": {"group": "a.example", "scope": "Namespaced",
               "names": {"plural": "%1$s", "kind": "%2$s", "shortNames": ["%3$s"]},
               "versions": [{"name": "v1", "served": true, "storage": true,
                 "schema": {"openAPIV3Schema": {"type": "object", "properties": {
                   "spec": {"type": "object", "properties": {"a": {"type": "string"}}}}}}}]}}
            """
                .formatted(plural, kind, shortName)));
  }

  private ApiObject define(String plural, String kind, String shortName) {
    ApiObject made = cluster.user().create(definitionOf(plural, kind, shortName));
    cluster.settle();
    return made;
  }

  private ApiObject definition(String name) {
    return cluster.user().get(Kinds.CUSTOM_RESOURCE_DEFINITION, "", name);
  }

  private List<String> conditions(String name) {
    return definition(name).status().objects("conditions").stream()
        .map(c -> c.string("type") + "=" + c.string("status") + " " + c.string("reason"))
        .toList();
  }

  private void create(String name, JsonObject more) {
    JsonObject metadata = JsonObject.of("name", name, "namespace", "default");
    for (var field : more) {
      metadata = metadata.with(field.getKey(), field.getValue());
    }
    cluster
        .user()
        .create(
            ApiObject.of(
                JsonObject.of(
                    "apiVersion", "a.example/v1", "kind", "Widget", "metadata", metadata)));
  }

  private void deleteDefinition() {
    cluster
        .user()
        .delete(Kinds.CUSTOM_RESOURCE_DEFINITION, "", "widgets.a.example", DeleteOptions.NONE);
    cluster.settle();
  }

  @Test
  void anEstablishedKindIsServed() {
    define("widgets", "Widget", "wd");

    assertThat(conditions("widgets.a.example"))
        .containsExactly("NamesAccepted=True NoConflicts", "Established=True InitialNamesAccepted");
    create("w", JsonObject.EMPTY);
    assertThat(cluster.user().list(WIDGET, "default")).hasSize(1);
  }

  @Test
  void aNameThatIsTakenIsNotAcceptedUntilItIsFree() {
    define("widgets", "Widget", "wd");
    define("gadgets", "Gadget", "wd");

    assertThat(conditions("gadgets.a.example"))
        .containsExactly("NamesAccepted=False ShortNamesConflict", "Established=False NotAccepted");
    assertThat(definition("gadgets.a.example").status().string("acceptedNames", "plural"))
        .isEqualTo("gadgets");

    deleteDefinition();
    assertThat(conditions("gadgets.a.example"))
        .containsExactly("NamesAccepted=True NoConflicts", "Established=True InitialNamesAccepted");
  }

  @Test
  void aDefinitionTakesItsObjectsWithIt() {
    define("widgets", "Widget", "wd");
    create("w", JsonObject.EMPTY);

    deleteDefinition();

    assertThat(cluster.user().serves(WIDGET)).isFalse();
    assertThat(cluster.user().find(Kinds.CUSTOM_RESOURCE_DEFINITION, "", "widgets.a.example"))
        .isEqualTo(Optional.empty());
  }

  @Test
  void andWaitsForThoseThatAreHeld() {
    define("widgets", "Widget", "wd");
    create("w", JsonObject.of("finalizers", List.of("x.example/f")));

    deleteDefinition();
    assertThat(conditions("widgets.a.example"))
        .contains("Terminating=True InstanceDeletionInProgress");

    cluster
        .user()
        .update(
            WIDGET,
            "default",
            "w",
            object -> object.editMetadata(metadata -> metadata.remove("finalizers")));
    cluster.advance(java.time.Duration.ofSeconds(5));
    assertThat(cluster.user().serves(WIDGET)).isFalse();
  }

  @Test
  void whoWatchesAKindThatChangesBeginsAnew() {
    define("widgets", "Widget", "wd");
    var watch = cluster.user().watch(WIDGET, "", WatchQuery.fromNow(Selection.EVERYTHING));

    cluster
        .user()
        .update(
            Kinds.CUSTOM_RESOURCE_DEFINITION,
            "",
            "widgets.a.example",
            definition ->
                definition.editSpec(spec ->
                    spec.objects("versions")
                        .getFirst()
                        .object("schema")
                        .object("openAPIV3Schema")
                        .set("description", "new")));
    cluster.settle();

    assertThat(watch.isClosed()).isTrue();
  }

  private void trust(String bundle) {
    cluster
        .user()
        .update(
            Kinds.CUSTOM_RESOURCE_DEFINITION,
            "",
            "widgets.a.example",
            definition ->
                definition.editSpec(spec ->
                    spec.set(
                        "conversion",
                        JsonObject.of(
                            "strategy",
                            "Webhook",
                            "webhook",
                            JsonObject.of(
                                "conversionReviewVersions",
                                List.of("v1"),
                                "clientConfig",
                                JsonObject.of(
                                    "url", "https://127.0.0.1:1/", "caBundle", bundle))))));
    cluster.settle();
  }

  /// A certificate that everybody has.
  private static String aCertificate() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    byte[] der =
        ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers()[0].getEncoded();
    String pem =
        "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(der));
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void aKindIsNotServedBeforeItsWebhookCanBeTrusted() throws GeneralSecurityException {
    cluster
        .user()
        .create(
            definitionOf("widgets", "Widget", "wd")
                .editSpec(spec ->
                    spec.set(
                        "conversion",
                        Json.parseObject(
                            """
                            {"strategy": "Webhook", "webhook": {"conversionReviewVersions": ["v1"],
                             "clientConfig": {"url": "https://127.0.0.1:1/", "caBundle": "Cg=="}}}
                            """))));
    cluster.settle();

    assertThat(conditions("widgets.a.example"))
        .containsExactly("NamesAccepted=True NoConflicts", "Established=False InvalidCABundle");
    assertThat(cluster.user().serves(WIDGET)).isFalse();

    trust(aCertificate());
    assertThat(conditions("widgets.a.example"))
        .containsExactly("NamesAccepted=True NoConflicts", "Established=True InitialNamesAccepted");
    assertThat(cluster.user().serves(WIDGET)).isTrue();
  }

  @Test
  void aServedKindsWebhookMustBeTrustedByAuthoritiesThatCanBeRead() {
    define("widgets", "Widget", "wd");

    assertThatThrownBy(() -> trust("Cg=="))
        .hasMessageEndingWith(
            "spec.conversion.webhookClientConfig.caBundle: Invalid value: \"Cg==\": unable to load"
                + " root certificates: unable to parse bytes as PEM block");
  }
}
