package dev.podium.auth;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MappingIterator;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;

/// Tokens that are known beforehand, each for one user.
///
/// Kept as digests, so that how long a look-up takes tells nothing of a token.
public final class StaticTokens implements TokenAuthenticator {
  private final Map<String, UserInfo> users = new HashMap<>();

  private StaticTokens(Map<String, UserInfo> users) {
    users.forEach((token, user) -> this.users.put(digest(token), user));
  }

  public static StaticTokens of(Map<String, UserInfo> users) {
    return new StaticTokens(users);
  }

  /// Reads a file of `token,user,uid,"group1,group2"` (apiserver's token/tokenfile/tokenfile.go);
  /// the last of two lines with one token counts, a line without a token does not.
  ///
  /// @throws IllegalArgumentException naming the file where it can't be read as that
  public static StaticTokens read(Path file) {
    Map<String, UserInfo> users = new HashMap<>();
    for (String[] line : lines(file)) {
      if (line.length < 3) {
        throw new IllegalArgumentException(
            "token file '%s' must have at least 3 columns (token, user name, user uid), found %d"
                .formatted(file, line.length));
      }
      if (!line[0].isEmpty()) {
        users.put(line[0], user(line));
      }
    }
    return new StaticTokens(users);
  }

  private static UserInfo user(String[] line) {
    List<String> groups = line.length < 4 ? List.of() : Arrays.asList(line[3].split(",", -1));
    return new UserInfo(line[1], line[2], groups, Map.of());
  }

  private static List<String[]> lines(Path file) {
    CsvMapper csv =
        CsvMapper.builder()
            .enable(CsvReadFeature.WRAP_AS_ARRAY)
            .enable(CsvReadFeature.SKIP_EMPTY_LINES)
            .build();
    try (var in = Files.newInputStream(file);
        MappingIterator<String[]> lines = csv.readerFor(String[].class).readValues(in)) {
      return lines.readAll();
    } catch (java.io.IOException e) {
      throw new IllegalArgumentException("token file '%s' can't be read".formatted(file), e);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "token file '%s' is no CSV: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }

  /// They are for the API server and nobody else.
  @Override
  public Authentication authenticate(String token, List<String> audiences) {
    UserInfo user = users.get(digest(token));
    return user == null || audiences.stream().noneMatch(API_AUDIENCES::contains)
        ? Authentication.NONE
        : Authentication.as(user);
  }

  private static String digest(String token) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
