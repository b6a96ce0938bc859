package dev.podium.resources.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import dev.podium.resources.KindApi;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Endpoints and EndpointSlices.
final class EndpointsTest {
  private final KindApi api = new KindApi();

  private ApiObject slice(String fields) {
    return api.create(
        "{'apiVersion':'discovery.k8s.io/v1','kind':'EndpointSlice','metadata':{'name':'a'},%s}",
        fields);
  }

  private ApiObject endpoints(String subsets) {
    return api.create(
        "{'apiVersion':'v1','kind':'Endpoints','metadata':{'name':'a'},'subsets':%s}", subsets);
  }

  @Test
  void anEmptySliceHasNoListsRatherThanEmptyOnes() {
    assertThat(slice("'addressType':'IPv4','endpoints':[]").root().without("metadata"))
        .hasToString(
            "{\"kind\":\"EndpointSlice\",\"apiVersion\":\"discovery.k8s.io/v1\","
                + "\"addressType\":\"IPv4\",\"endpoints\":null,\"ports\":null}");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          'endpoints':[]                                                    | addressType: Required value
          'addressType':'IP','endpoints':[]                                 | addressType: Unsupported value: "IP": supported values: "FQDN", "IPv4", "IPv6"
          'addressType':'IPv4','endpoints':[{'addresses':[]}]               | endpoints[0].addresses: Required value: must contain at least 1 address
          'addressType':'IPv6','endpoints':[{'addresses':['192.0.2.1']}]    | endpoints[0].addresses: Invalid value: "192.0.2.1": must be an IPv6 address
          'addressType':'IPv4','endpoints':[{'addresses':['127.0.0.1']}]    | endpoints[0].addresses[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)
          'addressType':'FQDN','endpoints':[{'addresses':['plain']}]        | endpoints[0].addresses[0]: Invalid value: "plain": should be a domain with at least two segments separated by dots
          'addressType':'IPv4','endpoints':[],'ports':[{'port':1},{'port':2}] | ports[1].name: Duplicate value: ""
          'addressType':'IPv4','endpoints':[],'ports':[{'protocol':'X'}]    | ports[0].protocol: Unsupported value: "X": supported values: "SCTP", "TCP", "UDP"
          """)
  void slicesAreCheckedInUpstreamsWords(String fields, String errors) {
    assertThat(KindApi.refusal(() -> slice(fields))).containsExactly(errors.split(";"));
  }

  @Test
  void endpointsThatStayAreNotCheckedAgain() {
    ApiObject slice = slice("'addressType':'IPv4','endpoints':[{'addresses':['192.0.2.1']}]");

    assertThat(KindApi.refusal(() -> api.merge(slice, "{'addressType':'IPv6'}")))
        .containsExactly("addressType: Invalid value: \"IPv6\": field is immutable");
  }

  @Test
  void labelsOfASliceCountForItsGeneration() {
    ApiObject slice = slice("'addressType':'IPv4','endpoints':[]");

    assertThat(api.merge(slice, "{'metadata':{'annotations':{'a':'b'}}}").generation()).hasValue(1);
    assertThat(api.merge(slice, "{'metadata':{'labels':{'a':'b'}}}").generation()).hasValue(2);
  }

  @Test
  void aTableShowsThreeAddresses() {
    ApiObject slice =
        slice(
            "'addressType':'IPv4','ports':[{'name':'a','port':80},{'name':'b','port':443}],"
                + "'endpoints':[{'addresses':['192.0.2.1']},{'addresses':['192.0.2.2']},"
                + "{'addresses':['192.0.2.3']},{'addresses':['192.0.2.4']}]");

    assertThat(api.cells(slice))
        .isEqualTo(
            List.of("a", "IPv4", "80,443", "192.0.2.1,192.0.2.2,192.0.2.3 + 1 more...", "0s"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          [{}]                                                       | subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`
          [{'addresses':[{'ip':'1.2.3'}]}]                           | subsets[0].addresses[0].ip: Invalid value: "1.2.3": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
          [{'addresses':[{'ip':'192.0.2.1'}],'ports':[{'port':0}]}]  | subsets[0].ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive
          [{'addresses':[{'ip':'192.0.2.1'}],'ports':[{'port':1},{'name':'b','port':2}]}] | subsets[0].ports[0].name: Required value
          """)
  void endpointsAreCheckedInUpstreamsWords(String subsets, String errors) {
    assertThat(KindApi.refusal(() -> endpoints(subsets))).contains(errors.split(";"));
  }

  @Test
  void aTableShowsAddressesWithEachPort() {
    ApiObject endpoints =
        endpoints(
            "[{'addresses':[{'ip':'192.0.2.1'},{'ip':'2001:db8::1'}],"
                + "'ports':[{'name':'a','port':80},{'name':'b','port':81}]}]");

    assertThat(api.cells(endpoints))
        .isEqualTo(List.of("a", "192.0.2.1:80,[2001:db8::1]:80,192.0.2.1:81 + 1 more...", "0s"));
  }
}
