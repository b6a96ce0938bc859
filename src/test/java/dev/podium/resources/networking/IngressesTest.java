package dev.podium.resources.networking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import dev.podium.resources.KindApi;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IngressesTest {
  private static final String BACKEND =
      "'defaultBackend':{'service':{'name':'s','port':{'number':80}}}";

  private final KindApi api = new KindApi();

  private ApiObject ingress(String spec) {
    return api.create(
        "{'apiVersion':'networking.k8s.io/v1','kind':'Ingress','metadata':{'name':'a'},'spec':%s}",
        spec);
  }

  private ApiObject ingressClass(String spec) {
    return api.create(
        "{'apiVersion':'networking.k8s.io/v1','kind':'IngressClass','metadata':{'name':'c'},"
            + "'spec':%s}",
        spec);
  }

  private static String rule(String path) {
    return "{'rules':[{'http':{'paths':[%s]}}]}".formatted(path);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          {}                                                    | spec: Invalid value: null: either `defaultBackend` or `rules` must be specified
          {'rules':[{'host':'1.2.3.4'}]}                        | spec.rules[0].host: Invalid value: "1.2.3.4": must be a DNS name, not an IP address
          {'rules':[{'http':{'paths':[]}}]}                     | spec.rules[0].http.paths: Required value
          {'defaultBackend':{}}                                 | spec.defaultBackend: Invalid value: "": resource or service backend is required
          {'defaultBackend':{'service':{'name':'s'}}}           | spec.defaultBackend: Required value: port name or number is required
          {'defaultBackend':{'service':{'name':'s','port':{'name':'a','number':1}}}} | spec.defaultBackend: Invalid value: "": cannot set both port name & port number
          {'defaultBackend':{'resource':{'kind':'K','name':'n'},'service':{'name':'s'}}} | spec.defaultBackend: Invalid value: "": cannot set both resource and service backends
          {'rules':[{}],'ingressClassName':'A'}                 | spec.ingressClassName: Invalid value: "A": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
          """)
  void whatIsWrongIsSaidInUpstreamsWords(String spec, String errors) {
    assertThat(KindApi.refusal(() -> ingress(spec))).containsExactly(errors.split(";"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          Exact                  | a      | must be an absolute path
          Prefix                 | /a//b  | must not contain '//'
          Prefix                 | /a/..  | cannot end with '/..'
          Exact                  | /%2f   | must not contain '%2f'
          ImplementationSpecific | a      | must be an absolute path
          ImplementationSpecific | /a//b  | -
          """)
  void pathsAreCheckedByTheirType(String type, String path, String fault) {
    String spec =
        rule(
            "{'pathType':'%s','path':'%s','backend':{'service':{'name':'s','port':{'number':1}}}}"
                .formatted(type, path));

    if (fault == null) {
      assertThat(ingress(spec).generation()).hasValue(1);
    } else {
      assertThat(KindApi.refusal(() -> ingress(spec)))
          .containsExactly(
              "spec.rules[0].http.paths[0].path: Invalid value: \"" + path + "\": " + fault);
    }
  }

  @Test
  void aNewIngressHasAnEmptyBalancer() {
    assertThat(ingress("{" + BACKEND + "}").status().toString()).isEqualTo("{\"loadBalancer\":{}}");
  }

  @Test
  void theOldAnnotationIsWarnedOfAndMustAgree() {
    String json =
        "{'apiVersion':'networking.k8s.io/v1','kind':'Ingress','metadata':{'name':'a',"
            + "'annotations':{'kubernetes.io/ingress.class':'x'}},"
            + "'spec':{%s'defaultBackend':{'service':{'name':'s','port':{'number':80}}}}}";

    assertThat(KindApi.refusal(() -> api.create(json, "'ingressClassName':'y',")))
        .containsExactly(
            "annotations.kubernetes.io/ingress.class: Invalid value: \"x\": must match"
                + " `ingressClassName` when both are specified");
    api.create(json, "");
    assertThat(api.warnings())
        .containsExactly(
            "annotation \"kubernetes.io/ingress.class\" is deprecated, please use"
                + " 'spec.ingressClassName' instead");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          {}                                             | *
          {'host':'a'}                                   | a
          {'host':'a'},{'host':'b'},{'host':'c'}         | a,b,c
          {'host':'a'},{'host':'b'},{'host':'c'},{'host':'d'} | a,b,c + 1 more...
          {'host':'a'},{},{'host':'b'}                   | a,b
          """)
  void aTableShowsThreeHosts(String rules, String cell) {
    ApiObject ingress = ingress("{'rules':[" + rules + "],'tls':[{}]}");

    assertThat(api.cells(ingress)).isEqualTo(List.of("a", "<none>", cell, "", "80, 443", "0s"));
  }

  @Test
  void theControllerOfAClassIsAPathAndStays() {
    ApiObject made = ingressClass("{'controller':'a.example/c'}");

    assertThat(KindApi.refusal(() -> ingressClass("{'controller':'nopath'}")))
        .containsExactly(
            "spec.controller: Invalid value: \"nopath\": must be a domain-prefixed path (such as"
                + " \"acme.io/foo\")");
    assertThat(KindApi.refusal(() -> api.merge(made, "{'spec':{'controller':'b.example/c'}}")))
        .containsExactly("spec.controller: Invalid value: \"b.example/c\": field is immutable");
  }

  @Test
  void parametersOfAClassAreOfTheClusterUnlessTheySayOtherwise() {
    ApiObject made =
        ingressClass(
            "{'controller':'a.example/c','parameters':{'apiGroup':'g.example','kind':'P',"
                + "'name':'p'}}");

    assertThat(made.spec().object("parameters").string("scope")).isEqualTo("Cluster");
    assertThat(api.cells(made)).isEqualTo(List.of("c", "a.example/c", "P.g.example/p", "0s"));
    assertThat(
            KindApi.refusal(() ->
                ingressClass(
                    "{'controller':'a.example/c','parameters':{'kind':'P','name':'p',"
                        + "'scope':'Namespace'}}")))
        .containsExactly(
            "spec.parameters.namespace: Required value: `parameters.scope` is set to"
                + " 'Namespace'");
  }
}
