package dev.podium.resources.pods;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ImageReferenceTest {
  private static final String DIGEST = "@sha256:" + "0".repeat(64);

  @ParameterizedTest
  @CsvSource({
    "nginx, latest, Always",
    "nginx:latest, latest, Always",
    "nginx:1.27, 1.27, IfNotPresent",
    "registry.example:5000/x, latest, Always",
    "registry.example:5000/team/x:v2, v2, IfNotPresent",
    "localhost/x, latest, Always",
    "nginx@DIGEST, '', IfNotPresent",
    "nginx:latest@DIGEST, latest, Always",
    "'', '', IfNotPresent",
    "Upper, '', IfNotPresent",
    "a b, '', IfNotPresent",
    "nginx@sha256:12, '', IfNotPresent",
  })
  void whatMayChangeUnderItsNameIsPulledAlways(String image, String tag, String policy) {
    ImageReference reference = ImageReference.parse(image.replace("@DIGEST", DIGEST));

    assertThat(reference.tag()).isEqualTo(tag);
    assertThat(reference.defaultPullPolicy()).isEqualTo(policy);
  }
}
