package dev.podium.resources.networking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podium.object.ApiObject;
import dev.podium.resources.KindApi;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// IPAddresses and ServiceCIDRs.
final class RangesTest {
  private final KindApi api = new KindApi();

  private ApiObject range(String... cidrs) {
    return api.create(
        "{'apiVersion':'networking.k8s.io/v1','kind':'ServiceCIDR','metadata':{'name':'more'},"
            + "'spec':{'cidrs':[%s]}}",
        String.join(",", List.of(cidrs).stream().map(c -> "'" + c + "'").toList()));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          10.0.0.1                     | spec.cidrs[0]: Invalid value: "10.0.0.1": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)
          10.9.0.0/16,10.8.0.0/16      | spec.cidrs: Invalid value: ["10.9.0.0/16","10.8.0.0/16"]: may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64
          """)
  void aRangeIsOfOneOrBothFamilies(String cidrs, String error) {
    assertThat(KindApi.refusal(() -> range(cidrs.split(",")))).contains(error);
  }

  @Test
  void servicesGetAddressesFromARangeAsLongAsItIsThere() {
    String service =
        "{'apiVersion':'v1','kind':'Service','metadata':{'name':'%s'},"
            + "'spec':{'clusterIP':'10.7.0.5','ports':[{'port':80}]}}";
    String refused =
        "spec.clusterIPs: Invalid value: [\"10.7.0.5\"]: failed to allocate IP 10.7.0.5: the"
            + " provided network does not match the current range";
    assertThat(KindApi.refusal(() -> api.create(service, "a"))).containsExactly(refused);

    ApiObject range = range("10.7.0.0/16");
    ApiObject made = api.create(service, "a");
    assertThat(made.spec().string("clusterIP")).isEqualTo("10.7.0.5");
    api.delete(made);

    api.delete(range);
    assertThat(KindApi.refusal(() -> api.create(service, "a"))).containsExactly(refused);
  }

  @Test
  void anAddressIsNamedByItselfInOneWay() {
    String json =
        "{'apiVersion':'networking.k8s.io/v1','kind':'IPAddress','metadata':{'name':'%s'},"
            + "'spec':{'parentRef':{'resource':'services','namespace':'ns','name':'s'}}}";

    assertThat(api.cells(api.create(json, "192.0.2.1")))
        .isEqualTo(List.of("192.0.2.1", "services/ns/s", "0s"));
    assertThat(KindApi.refusal(() -> api.create(json, "2001:DB8::1"))).hasSize(1);
  }

  @Test
  void theParentOfAnAddressStays() {
    ApiObject address =
        api.create(
            "{'apiVersion':'networking.k8s.io/v1','kind':'IPAddress',"
                + "'metadata':{'name':'192.0.2.1'},"
                + "'spec':{'parentRef':{'resource':'services','name':'s'}}}");

    assertThat(KindApi.refusal(() -> api.merge(address, "{'spec':{'parentRef':{'name':'t'}}}")))
        .containsExactly(
            "spec.parentRef: Invalid value: {\"Group\":\"\",\"Resource\":\"services\","
                + "\"Namespace\":\"\",\"Name\":\"t\"}: field is immutable");
  }
}
