package dev.podium.resources.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import dev.podium.resources.KindApi;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NamespacesTest {
  private final KindApi api = new KindApi();

  private ApiObject namespace(String fields) {
    return api.create("{'apiVersion':'v1','kind':'Namespace',%s}", fields);
  }

  @Test
  void aNewNamespaceIsActiveAndLabelledAndHeldByItsContent() {
    ApiObject a = namespace("'metadata':{'name':'a'}");

    assertThat(a.labels()).containsEntry("kubernetes.io/metadata.name", "a");
    assertThat(a.spec().strings("finalizers")).containsExactly("kubernetes");
    assertThat(api.cells(a)).isEqualTo(List.of("a", "Active", "0s"));
  }

  @Test
  void aGeneratedNameIsInTheLabel() {
    assertThat(namespace("'metadata':{'generateName':'a-'}").labels())
        .containsEntry("kubernetes.io/metadata.name", "a-abcde");
  }

  @Test
  void theLabelComesBackWithEveryWrite() {
    ApiObject a = namespace("'metadata':{'name':'a'}");

    assertThat(
            api.merge(a, "{'metadata':{'labels':{'kubernetes.io/metadata.name':'other'}}}")
                .labels())
        .containsEntry("kubernetes.io/metadata.name", "a");
  }

  @Test
  void aDeletedNamespaceStaysUntilNothingHoldsIt() {
    ApiObject a = namespace("'metadata':{'name':'a'},'spec':{'finalizers':['x.example/f']}");

    ApiObject going = api.delete(a);
    assertThat(going.status().string("phase")).isEqualTo("Terminating");
    assertThat(going.spec().strings("finalizers")).containsExactly("x.example/f", "kubernetes");
    assertThat(going.metadata().has("deletionGracePeriodSeconds")).isFalse();

    api.merge(a, "finalize", "{'spec':{'finalizers':null}}");
    assertThat(api.find(a)).isEmpty();
  }

  @Test
  void onlyTheFinalizePathChangesFinalizers() {
    ApiObject a = namespace("'metadata':{'name':'a'}");

    assertThat(api.merge(a, "{'spec':{'finalizers':[]}}").spec().strings("finalizers"))
        .containsExactly("kubernetes");
    assertThat(KindApi.refusal(() -> api.merge(a, "finalize", "{'spec':{'finalizers':['plain']}}")))
        .containsExactly(
            "spec.finalizers[0]: Invalid value: \"plain\": name is neither a standard finalizer"
                + " name nor is it fully qualified");
  }

  @Test
  void thePhaseFollowsTheDeletion() {
    ApiObject a = namespace("'metadata':{'name':'a'}");

    assertThat(KindApi.refusal(() -> api.merge(a, "status", "{'status':{'phase':'Terminating'}}")))
        .containsExactly(
            "status.Phase: Invalid value: \"Terminating\": may only be 'Active' if"
                + " `deletionTimestamp` is empty");
  }
}
