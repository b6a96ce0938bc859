package dev.podium.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Who makes a request, as `SelfSubjectReview` shows it; uid may be empty.
public record UserInfo(
    String name, String uid, List<String> groups, Map<String, List<String>> extra) {
  public static final String MASTERS = "system:masters";
  public static final String AUTHENTICATED = "system:authenticated";
  public static final String UNAUTHENTICATED = "system:unauthenticated";
  public static final String ANONYMOUS = "system:anonymous";

  public UserInfo {
    groups = List.copyOf(groups);
    Map<String, List<String>> sorted = new TreeMap<>();
    extra.forEach((key, values) -> sorted.put(key, List.copyOf(values)));
    extra = java.util.Collections.unmodifiableMap(sorted);
  }

  public static UserInfo of(String name, String... groups) {
    return new UserInfo(name, "", List.of(groups), Map.of());
  }

  public static UserInfo anonymous() {
    return of(ANONYMOUS, UNAUTHENTICATED);
  }

  public boolean isMaster() {
    return groups.contains(MASTERS);
  }

  /// This user with one more group; the same where it is in it already.
  public UserInfo inGroup(String group) {
    if (groups.contains(group)) {
      return this;
    }
    List<String> more = new ArrayList<>(groups);
    more.add(group);
    return new UserInfo(name, uid, more, extra);
  }

  public UserInfo withGroups(List<String> groups) {
    return new UserInfo(name, uid, groups, extra);
  }
}
