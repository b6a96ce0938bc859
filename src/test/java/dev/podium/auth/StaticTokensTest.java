package dev.podium.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaticTokensTest {
  @TempDir Path folder;

  @Test
  void aLineIsTokenUserUidAndGroups() throws IOException {
    StaticTokens tokens =
        read(
            """
            t1,jane,u1,"dev,ops"
            t2,joe,u2
            t3,"O""Brien, Pat",,x

            ,nobody,u4
            t1,janet,u5,"dev"
            """);

    assertThat(tokens.authenticate("t1", TokenAuthenticator.API_AUDIENCES))
        .isEqualTo(Authentication.as(new UserInfo("janet", "u5", List.of("dev"), Map.of())));
    assertThat(tokens.authenticate("t2", TokenAuthenticator.API_AUDIENCES))
        .isEqualTo(Authentication.as(new UserInfo("joe", "u2", List.of(), Map.of())));
    assertThat(tokens.authenticate("t3", TokenAuthenticator.API_AUDIENCES))
        .isEqualTo(Authentication.as(new UserInfo("O\"Brien, Pat", "", List.of("x"), Map.of())));
    assertThat(tokens.authenticate("", TokenAuthenticator.API_AUDIENCES))
        .isEqualTo(Authentication.NONE);
    assertThat(tokens.authenticate("t4", TokenAuthenticator.API_AUDIENCES))
        .isEqualTo(Authentication.NONE);
  }

  @Test
  void aLineOfTwoColumnsIsRefused() {
    assertThatThrownBy(() -> read("t1,jane\n"))
        .hasMessageEndingWith("must have at least 3 columns (token, user name, user uid), found 2");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> StaticTokens.read(folder.resolve("none.csv")))
        .hasMessageContaining("none.csv")
        .hasMessageEndingWith("can't be read");
  }

  private StaticTokens read(String text) throws IOException {
    Path file = folder.resolve("tokens.csv");
    Files.writeString(file, text);
    return StaticTokens.read(file);
  }
}
