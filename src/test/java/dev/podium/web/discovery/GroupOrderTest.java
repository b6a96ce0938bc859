package dev.podium.web.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class GroupOrderTest {
  @Test
  void stableVersionsComeFirstAndTheNewestOfEachKind() {
    List<String> versions =
        List.of("foo1", "v1alpha2", "v1", "v10beta3", "v2", "v3beta1", "v12alpha1", "v10");
    assertThat(versions.stream().sorted(GroupOrder.VERSIONS))
        .containsExactly("v10", "v2", "v1", "v10beta3", "v3beta1", "v12alpha1", "v1alpha2", "foo1");
  }

  @Test
  void groupsComeByPriorityAndCustomOnesLast() {
    List<String> groups =
        List.of(
            "example.com",
            "batch",
            "apiextensions.k8s.io",
            "apps",
            "b.example",
            "apiregistration.k8s.io",
            "admissionregistration.k8s.io");
    assertThat(groups.stream().sorted(GroupOrder.GROUPS))
        .containsExactly(
            "apiregistration.k8s.io",
            "apps",
            "batch",
            "admissionregistration.k8s.io",
            "apiextensions.k8s.io",
            "b.example",
            "example.com");
  }
}
