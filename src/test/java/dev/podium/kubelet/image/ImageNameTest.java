package dev.podium.kubelet.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNameTest {
  private final ImageCatalog catalog = ImageCatalog.builtIn();

  @ParameterizedTest
  @CsvSource({
    "nginx, docker.io/library/nginx:latest",
    "nginx:1.25, docker.io/library/nginx:1.25",
    "bitnami/redis, docker.io/bitnami/redis:latest",
    "registry.k8s.io/pause:3.10, registry.k8s.io/pause:3.10",
    "localhost:5000/app, localhost:5000/app:latest",
  })
  void aNameIsMadeComplete(String given, String complete) {
    assertThat(ImageName.parse(given).orElseThrow()).hasToString(complete);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx:", "NGINX", "nginx:a b", "/nginx", "nginx@sha256:1"})
  void whatIsNoNameIsRefused(String given) {
    assertThat(ImageName.parse(given)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nginx:does-not-exist", "nope:1", "registry.invalid/app:1", "nginx:1.161"})
  void aNameThatLeadsNowhereCannotBePulled(String given) {
    assertThat(catalog.pullFailure(ImageName.parse(given).orElseThrow())).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nginx",
        "nginx:1.10",
        "busybox:1.36",
        "registry.example.com/agent:1",
        "acme/anything:2.0"
      })
  void everyOtherNameIsAnImage(String given) {
    assertThat(catalog.pullFailure(ImageName.parse(given).orElseThrow())).isEmpty();
  }

  @Test
  void anUnknownImageIsAQuietServer() {
    Image image = catalog.image(ImageName.parse("acme/anything:2.0").orElseThrow());
    assertThat(image.entrypoint()).containsExactly("/entrypoint");
    assertThat(image.closed()).isFalse();
    assertThat(image.closed()).isFalse();
  }
}
