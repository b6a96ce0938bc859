package dev.podium.object;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SharedTreesTest {
  private final SharedTrees trees = new SharedTrees();

  @Test
  void objectsThatAreAlikeHaveTheirLikePartsInCommon() {
    ApiObject one = trees.share(pod("one"));
    ApiObject other = trees.share(pod("other"));
    assertThat(other).isEqualTo(pod("other"));
    assertThat(other.spec()).isSameAs(one.spec());
    assertThat(other.status().get("phase")).isSameAs(one.status().get("phase"));
    assertThat(other.status().get("number")).isSameAs(one.status().get("number"));
  }

  @Test
  void fieldsStayInTheOrderTheyWereWrittenIn() {
    String text = "{\"a\":{\"x\":\"1\",\"y\":\"2\"}}";
    String turned = "{\"a\":{\"y\":\"2\",\"x\":\"1\"}}";
    assertThat(shared(text)).isEqualTo(text);
    assertThat(shared(turned)).isEqualTo(turned);
  }

  @Test
  void numbersOfDifferentKindsStayWhatTheyAre() {
    assertThat(shared("[1,1.5,true,null,\"1\"]")).isEqualTo("[1,1.5,true,null,\"1\"]");
  }

  @Test
  void whatWasForgottenComesOutRightAllTheSame() {
    for (int i = 0; i < 100_000; i++) {
      ApiObject pod = pod("pod-" + i);
      assertThat(trees.share(pod)).isEqualTo(pod);
    }
  }

  private String shared(String value) {
    return trees
        .share(ApiObject.of(Json.parseObject("{\"value\":" + value + "}")))
        .root()
        .find("value")
        .orElseThrow()
        .toString();
  }

  private static ApiObject pod(String name) {
    return ApiObject.of(
        Json.parseObject(
            """
            {"metadata":{"name":"%s"},"spec":{"containers":[{"name":"web","image":"nginx"}]},
            "status":{"phase":"Running","number":12345}}
            """
                .formatted(name)));
  }
}
