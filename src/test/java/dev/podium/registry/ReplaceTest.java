package dev.podium.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.resources.KindApi;
import dev.podium.schema.structural.StructuralSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReplaceTest {
  private final KindApi api = new KindApi();

  @Test
  void anObjectThatKnowsItsUidReplacesNoOther() {
    ApiObject old =
        api.create("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'m'},'data':{}}");
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() ->
            api.put("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'m','uid':'other'}}"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(409))
        .withMessage(
            "Operation cannot be fulfilled on configmaps \"m\": StorageError: invalid object, "
                + "Code: 4, Key: /registry/configmaps/ns/m, ResourceVersion: 0, "
                + "AdditionalErrorMsg: Precondition failed: UID in precondition: other, "
                + "UID in object meta: "
                + old.uid());
  }

  @Test
  void norOneThatIsNotThere() {
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() ->
            api.put("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'m','uid':'u'}}"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(409))
        .withMessageEndingWith("UID in precondition: u, UID in object meta: ");
  }

  @ParameterizedTest
  @CsvSource({
    "v1,ConfigMap,configmaps,/registry/configmaps/ns/x",
    "v1,Endpoints,endpoints,/registry/services/endpoints/ns/x",
    "apps/v1,Deployment,deployments,/registry/deployments/ns/x",
    "networking.k8s.io/v1,Ingress,ingresses,/registry/ingress/ns/x",
    "example.com/v1,Ingress,ingresses,/registry/ingresses/ns/x",
  })
  void errorsNameThePlaceInEtcd(String apiVersion, String kind, String plural, String path) {
    ResourceDefinition definition = ResourceDefinition.of(apiVersion, kind, plural).build();
    assertThat(StoragePath.of(definition, "ns", "x")).isEqualTo(path);
  }

  @Test
  void andPutCustomKindsIntoTheirGroup() {
    ResourceDefinition definition =
        ResourceDefinition.of("a.example/v1", "Thing", "things")
            .custom("example.a.v1.Thing", StructuralSchema.EMPTY)
            .clusterScoped()
            .build();
    assertThat(StoragePath.of(definition, "", "x")).isEqualTo("/registry/a.example/things/x");
  }
}
