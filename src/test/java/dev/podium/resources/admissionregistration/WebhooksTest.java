package dev.podium.resources.admissionregistration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import dev.podium.object.JsonObject;
import dev.podium.resources.KindApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WebhooksTest {
  private static final String GOOD =
      "'name':'w.example.com','clientConfig':{'url':'https://w.example/x'},'sideEffects':'None',"
          + "'admissionReviewVersions':['v1']";

  private final KindApi api = new KindApi();

  private ApiObject webhook(String fields) {
    return api.create(
        "{'apiVersion':'admissionregistration.k8s.io/v1','kind':'ValidatingWebhookConfiguration',"
            + "'metadata':{'name':'a'},'webhooks':[{%s}]}",
        fields);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          'timeoutSeconds':31 | timeoutSeconds: Invalid value: 31: the timeout value must be between 1 and 30 seconds
          'matchPolicy':'Odd' | matchPolicy: Unsupported value: "Odd": supported values: "Equivalent", "Exact"
          'rules':[{'apiGroups':[],'apiVersions':['v1'],'operations':['CREATE'],'resources':['*']}] | rules[0].apiGroups: Required value
          """)
  void webhooksAreCheckedInUpstreamsWords(String fields, String error) {
    assertThat(KindApi.refusal(() -> webhook(GOOD + "," + fields)))
        .containsExactly("webhooks[0]." + error);
  }

  @Test
  void aWebhookThatSaysLittleFailsClosedWithinTenSeconds() {
    JsonObject made = webhook(GOOD).root().objects("webhooks").getFirst();

    assertThat(made.string("failurePolicy")).isEqualTo("Fail");
    assertThat(made.string("matchPolicy")).isEqualTo("Equivalent");
    assertThat(made.integer("timeoutSeconds")).isEqualTo(10);
  }
}
