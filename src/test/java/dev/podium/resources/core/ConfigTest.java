package dev.podium.resources.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import dev.podium.resources.KindApi;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// ConfigMaps and Secrets.
final class ConfigTest {
  private final KindApi api = new KindApi();

  private ApiObject configMap(String fields) {
    return api.create("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'a'},%s}", fields);
  }

  private ApiObject secret(String fields) {
    return api.create("{'apiVersion':'v1','kind':'Secret','metadata':{'name':'a'},%s}", fields);
  }

  @Test
  void keysMustBeFitForFileNames() {
    assertThat(KindApi.refusal(() -> configMap("'data':{'a b':'1'}")))
        .containsExactly(
            "data[a b]: Invalid value: \"a b\": a valid config key must consist of alphanumeric"
                + " characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name',"
                + " regex used for validation is '[-._a-zA-Z0-9]+')");
  }

  @Test
  void aKeyMayNotBeTextAndBinary() {
    assertThat(KindApi.refusal(() -> configMap("'data':{'k':'1'},'binaryData':{'k':'AA=='}")))
        .containsExactly("data[k]: Invalid value: \"k\": duplicate of key present in binaryData");
  }

  @Test
  void moreThanAMebibyteIsTooLongByAnEmptyFieldName() {
    String half = "x".repeat(600_000);

    assertThat(KindApi.refusal(() -> configMap("'data':{'a':'%s','b':'%s'}".formatted(half, half))))
        .containsExactly("[]: Too long: may not be more than 1048576 bytes");
  }

  @Test
  void anImmutableConfigMapKeepsItsDataAndStaysImmutable() {
    ApiObject fixed = configMap("'immutable':true,'data':{'a':'1'}");

    assertThat(KindApi.refusal(() -> api.merge(fixed, "{'immutable':false,'data':{'a':'2'}}")))
        .containsExactly(
            "immutable: Forbidden: field is immutable when `immutable` is set",
            "data: Forbidden: field is immutable when `immutable` is set");
    assertThat(api.merge(fixed, "{'metadata':{'labels':{'x':'y'}}}").labels())
        .containsEntry("x", "y");
  }

  @Test
  void aTableCountsTextAndBinaryTogether() {
    ApiObject map = configMap("'data':{'a':'1','b':'2'},'binaryData':{'c':'AA=='}");

    assertThat(api.cells(map)).isEqualTo(List.of("a", 3L, "0s"));
  }

  @Test
  void stringDataGoesIntoDataAndWins() {
    ApiObject secret = secret("'data':{'a':'MQ=='},'stringData':{'a':'2','b':'ü'}");

    assertThat(secret.root().object("data").toString())
        .isEqualTo("{\"a\":\"Mg==\",\"b\":\"w7w=\"}");
    assertThat(secret.root().has("stringData")).isFalse();
    assertThat(secret.root().string("type")).isEqualTo("Opaque");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          'type':'kubernetes.io/tls'                                | data[tls.crt]: Required value;data[tls.key]: Required value
          'type':'kubernetes.io/tls','stringData':{'tls.crt':''}    | data[tls.key]: Required value
          'type':'kubernetes.io/basic-auth'                         | data[username]: Required value;data[password]: Required value
          'type':'kubernetes.io/ssh-auth'                           | data[ssh-privatekey]: Required value
          'type':'kubernetes.io/dockercfg'                          | data[.dockercfg]: Required value
          'type':'kubernetes.io/dockerconfigjson','stringData':{'.dockerconfigjson':'no'} | data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": invalid character 'o' in literal null (expecting 'u')
          'type':'kubernetes.io/service-account-token'              | metadata.annotations[kubernetes.io/service-account.name]: Required value
          """)
  void secretsOfKnownTypesHoldWhatTheyMust(String fields, String errors) {
    assertThat(KindApi.refusal(() -> secret(fields))).containsExactly(errors.split(";"));
  }

  @Test
  void theTypeOfASecretStays() {
    ApiObject secret = secret("'type':'a/b'");

    assertThat(KindApi.refusal(() -> api.merge(secret, "{'type':'c/d'}")))
        .containsExactly("type: Invalid value: \"c/d\": field is immutable");
  }
}
