package dev.podium.resources.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import dev.podium.resources.KindApi;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReplicationControllersTest {
  private static final String TEMPLATE =
      "'template':{'metadata':{'labels':{'app':'x'}},'spec':{'containers':[{'name':'c','image':'i'}]}}";

  private final KindApi api = new KindApi();

  private ApiObject controller(String spec) {
    return api.create(
        "{'apiVersion':'v1','kind':'ReplicationController','metadata':{'name':'r'},'spec':{%s}}",
        spec);
  }

  @Test
  void labelsOfTheTemplateAreItsSelectorAndItsOwn() {
    ApiObject controller = controller(TEMPLATE);

    assertThat(controller.labels()).isEqualTo(Map.of("app", "x"));
    assertThat(controller.spec().stringMap("selector")).isEqualTo(Map.of("app", "x"));
    assertThat(controller.spec().integer("replicas")).isEqualTo(1);
    assertThat(controller.status()).hasToString("{\"replicas\":0}");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          'replicas':-1,TEMPLATE | spec.replicas: Invalid value: -1: must be greater than or equal to 0
          'selector':{'a':'b'},TEMPLATE | spec.template.metadata.labels: Invalid value: {"app":"x"}: `selector` does not match template `labels`
          'selector':{'a':'b'} | spec.template: Required value
          """)
  void whatIsWrongIsSaidInUpstreamsWords(String spec, String error) {
    assertThat(KindApi.refusal(() -> controller(spec.replace("TEMPLATE", TEMPLATE))))
        .containsExactly(error);
  }

  @Test
  void anUpdateSaysWhatIsWrongTwice() {
    ApiObject controller = controller(TEMPLATE);
    String error = "spec.replicas: Invalid value: -1: must be greater than or equal to 0";

    assertThat(KindApi.refusal(() -> api.merge(controller, "{'spec':{'replicas':-1}}")))
        .containsExactly(error, error);
  }
}
