package dev.podium.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.podium.object.ApiException;
import dev.podium.object.ApiObject;
import dev.podium.registry.ResourceDefinition;
import dev.podium.registry.Verb;
import dev.podium.runtime.Simulation;
import dev.podium.schema.Schemas;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every registered kind owes its clients.
class ResourceContractTest {
  private static final Simulation CLUSTER = new Simulation();

  static List<ResourceDefinition> served() {
    return CLUSTER.user().served();
  }

  /// Without those that in a real cluster another server serves, whose schema is its own affair.
  static List<ResourceDefinition> builtIn() {
    return served().stream().filter(kind -> !kind.kind().group().equals("metrics.k8s.io")).toList();
  }

  @AfterAll
  static void end() {
    CLUSTER.close();
  }

  @ParameterizedTest
  @MethodSource("builtIn")
  void itsTypeIsKnown(ResourceDefinition kind) {
    assertThat(Schemas.builtIn().kind(kind.kind())).isPresent();
  }

  @ParameterizedTest
  @MethodSource("builtIn")
  void itsNamesAreInOrder(ResourceDefinition kind) {
    assertThat(kind.plural()).isEqualTo(kind.plural().toLowerCase(Locale.ROOT)).isNotBlank();
    assertThat(kind.singular()).isEqualTo(kind.kind().kind().toLowerCase(Locale.ROOT));
    assertThat(kind.shortNames()).doesNotContain(kind.plural(), kind.singular());
    assertThat(kind.verbs()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("served")
  void aRowHasACellForEveryColumnEvenOfAnEmptyObject(ResourceDefinition kind) {
    ApiObject empty = ApiObject.named(kind.kind(), kind.namespaced() ? "default" : "", "x");
    assertThat(kind.table().row().cells(empty, Instant.EPOCH))
        .hasSizeGreaterThanOrEqualTo(kind.table().columns().size())
        .doesNotContainNull();
  }

  @ParameterizedTest
  @MethodSource("served")
  void theStoredVersionKeepsTheIdentity(ResourceDefinition kind) {
    ApiObject object = ApiObject.named(kind.kind(), kind.namespaced() ? "default" : "", "x");
    ApiObject back = kind.fromStorage(kind.toStorage(object));
    assertThat(back.groupVersionKind()).isEqualTo(kind.kind());
    assertThat(back.name()).isEqualTo("x");
  }

  @ParameterizedTest
  @MethodSource("served")
  void whatIsNotThereIsNotFoundUnderItsResource(ResourceDefinition kind) {
    if (!kind.verbs().containsAll(Set.of(Verb.GET, Verb.DELETE))) {
      return;
    }
    ApiException refusal =
        catchThrowableOfType(
            ApiException.class, () -> CLUSTER.user().get(kind.kind(), "default", "nobody"));
    assertThat(refusal.code()).isEqualTo(404);
    assertThat(refusal.message()).isEqualTo(kind.resource() + " \"nobody\" not found");
  }

  @ParameterizedTest
  @MethodSource("served")
  void statusIsASubresourceOfItsOwnKind(ResourceDefinition kind) {
    kind.subresource("status")
        .ifPresent(status -> assertThat(status.kind()).isEqualTo(kind.kind()));
  }
}
