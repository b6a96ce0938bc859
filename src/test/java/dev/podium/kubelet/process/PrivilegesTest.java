package dev.podium.kubelet.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PrivilegesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "false |                  |              | a80425fb",
        "false | SYS_TIME,net_admin |            | aa0435fb",
        "false |                  | CHOWN        | a80425fa",
        "false | NET_BIND_SERVICE | ALL          | 400",
        "false | ALL              | SYS_ADMIN    | 1ffffdfffff",
        "false | CAP_CHOWN,NO_SUCH | all         | 0",
        "true  |                  | ALL          | 1ffffffffff",
      })
  void capabilitiesAreTheUsualOnesWithWhatIsAddedAndWithoutWhatIsDropped(
      boolean privileged, String added, String dropped, String mask) {
    Privileges its =
        new Privileges(
            Privileges.capabilities(privileged, names(added), names(dropped)),
            true,
            false,
            "",
            false);
    assertThat(Long.toHexString(its.mask())).isEqualTo(mask);
  }

  private static List<String> names(@org.jspecify.annotations.Nullable String text) {
    return text == null ? List.of() : List.of(text.split(","));
  }
}
