package dev.podium.auth;

import dev.podium.object.ApiException;
import dev.podium.object.GoText;
import dev.podium.object.GroupResource;
import dev.podium.object.NameFormats;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Lets a caller act as somebody else, where the rights allow it (apiserver's
/// filters/impersonation/constrained_impersonation.go and mode.go).
///
/// The mode that last worked for a caller is tried first, which shows in which refusal is told. The
/// monitor of the map of those modes is the one lock; it is not held while an authorizer is asked.
public final class Impersonation {
  private static final String AUTHENTICATION = "authentication.k8s.io";
  private static final int MANY = 4;
  private static final int REMEMBERED = 10_000;
  private static final Pattern PATH = Pattern.compile("[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+");

  private final Authorizer authorizer;
  private final Map<String, ImpersonationMode> lastMode =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ImpersonationMode> eldest) {
          return size() > REMEMBERED;
        }
      };

  public Impersonation(Authorizer authorizer) {
    this.authorizer = authorizer;
  }

  /// Whom the request is then from: the wanted user with the groups that go with the name.
  ///
  /// @param request what the caller asks for, under the caller's own name
  /// @throws ApiException 403 in the words of the first mode that refused
  public UserInfo act(UserInfo wanted, Attributes request) {
    String caller = request.user().name();
    List<ApiException> refusals = new ArrayList<>();
    for (ImpersonationMode mode : modesFor(caller)) {
      switch (attempt(mode, wanted, request)) {
        case Granted(UserInfo user) -> {
          remember(caller, mode);
          return user;
        }
        case Refused(ApiException why) -> refusals.add(why);
        case NotCovered _ -> {}
      }
    }
    throw refusals.getFirst();
  }

  /// All modes, the one that last worked for the caller first.
  private List<ImpersonationMode> modesFor(String caller) {
    List<ImpersonationMode> modes = new ArrayList<>(List.of(ImpersonationMode.values()));
    synchronized (lastMode) {
      ImpersonationMode last = lastMode.get(caller);
      if (last != null) {
        modes.remove(last);
        modes.addFirst(last);
      }
    }
    return modes;
  }

  private void remember(String caller, ImpersonationMode mode) {
    synchronized (lastMode) {
      lastMode.put(caller, mode);
    }
  }

  private sealed interface Attempt {}

  private record Granted(UserInfo user) implements Attempt {}

  private record Refused(ApiException why) implements Attempt {}

  private record NotCovered() implements Attempt {}

  private Attempt attempt(ImpersonationMode mode, UserInfo wanted, Attributes request) {
    UserInfo caller = request.user();
    if (!mode.covers(wanted, caller)) {
      return new NotCovered();
    }
    try {
      if (mode.constrained()) {
        authorizer.require(request.withVerb(mode.actVerb(request.verb())));
      }
      requireName(mode, wanted, caller);
      requireUid(mode, wanted, caller);
      requireGroups(mode, wanted, caller);
      requireExtra(mode, wanted, caller);
    } catch (ApiException e) {
      return new Refused(e);
    }
    return new Granted(withStandardGroups(mode, wanted));
  }

  private void requireName(ImpersonationMode mode, UserInfo wanted, UserInfo caller) {
    String group = mode.constrained() ? AUTHENTICATION : "";
    Optional<ServiceAccountName> account = ServiceAccountName.of(wanted.name());
    Optional<String> node =
        mode.constrained() ? ImpersonationMode.node(wanted.name()) : Optional.empty();
    Attributes asked;
    if (account.isPresent()) {
      ServiceAccountName name = account.get();
      asked = asked(mode, caller, group, "serviceaccounts", name.namespace(), name.name());
    } else if (node.isPresent()) {
      String name = mode == ImpersonationMode.ASSOCIATED_NODE ? "*" : node.get();
      asked = asked(mode, caller, group, "nodes", "", name);
    } else {
      asked = asked(mode, caller, group, "users", "", wanted.name());
    }
    authorizer.require(asked);
  }

  private void requireUid(ImpersonationMode mode, UserInfo wanted, UserInfo caller) {
    if (!wanted.uid().isEmpty()) {
      authorizer.require(asked(mode, caller, AUTHENTICATION, "uids", "", wanted.uid()));
    }
  }

  private void requireGroups(ImpersonationMode mode, UserInfo wanted, UserInfo caller) {
    String apiGroup = mode.constrained() ? AUTHENTICATION : "";
    List<String> groups = wanted.groups();
    if (mode.constrained()) {
      if (groups.contains("")) {
        throw Authorizer.forbidden(
            asked(mode, caller, apiGroup, "groups", "", ""),
            "impersonating the empty string group is not allowed");
      }
      if (groups.contains(UserInfo.MASTERS)) {
        throw Authorizer.forbidden(
            asked(mode, caller, apiGroup, "groups", "", UserInfo.MASTERS),
            "impersonating the system:masters group is not allowed");
      }
      Attributes all = asked(mode, caller, apiGroup, "groups", "", "*");
      if (groups.size() >= MANY && authorizer.authorize(all).allowed()) {
        return;
      }
    }
    for (String group : groups) {
      authorizer.require(asked(mode, caller, apiGroup, "groups", "", group));
    }
  }

  private void requireExtra(ImpersonationMode mode, UserInfo wanted, UserInfo caller) {
    Attributes asked = asked(mode, caller, AUTHENTICATION, "userextras", "", "");
    if (mode.constrained()) {
      problem(wanted.extra())
          .ifPresent(problem -> {
            throw Authorizer.forbidden(asked, problem);
          });
      Attributes all =
          asked(mode, caller, AUTHENTICATION, "userextras", "", "*").withSubresource("*");
      if (isLarge(wanted.extra()) && authorizer.authorize(all).allowed()) {
        return;
      }
    }
    wanted
        .extra()
        .forEach((key, values) -> {
          for (String value : values) {
            authorizer.require(
                asked(mode, caller, AUTHENTICATION, "userextras", "", value).withSubresource(key));
          }
        });
  }

  private static boolean isLarge(Map<String, List<String>> extra) {
    return extra.size() >= MANY || extra.values().stream().mapToInt(List::size).sum() >= MANY;
  }

  /// What only the constrained modes forbid about extras, the old mode never did.
  private static Optional<String> problem(Map<String, List<String>> extra) {
    return extra.entrySet().stream()
        .flatMap(e -> problem(e.getKey(), e.getValue()).stream())
        .findFirst();
  }

  private static Optional<String> problem(String key, List<String> values) {
    if (key.isEmpty()) {
      return Optional.of("impersonating the empty string key in extra is not allowed");
    }
    String[] parts = key.split("/", 2);
    if (parts.length < 2
        || !NameFormats.dns1123Subdomain(parts[0]).isEmpty()
        || !PATH.matcher(parts[1]).matches()) {
      return Optional.of(
          "impersonating an invalid key in extra is not allowed: extra.key: Invalid value: "
              + GoText.quote(key)
              + ": must be a domain-prefixed path (such as \"acme.io/foo\")");
    }
    return values.contains("")
        ? Optional.of("impersonating the empty string value in extra is not allowed")
        : Optional.empty();
  }

  private static UserInfo withStandardGroups(ImpersonationMode mode, UserInfo wanted) {
    UserInfo user = wanted;
    if (mode.constrained() && ImpersonationMode.node(wanted.name()).isPresent()) {
      user = wanted.withGroups(List.of("system:nodes"));
    } else if (wanted.groups().isEmpty()) {
      user = wanted.withGroups(accountGroups(wanted.name()));
    }
    if (user.name().equals(UserInfo.ANONYMOUS)) {
      return user.inGroup(UserInfo.UNAUTHENTICATED);
    }
    return user.groups().contains(UserInfo.UNAUTHENTICATED)
        ? user
        : user.inGroup(UserInfo.AUTHENTICATED);
  }

  private static List<String> accountGroups(String userName) {
    return ServiceAccountName.of(userName).map(ServiceAccountName::groups).orElse(List.of());
  }

  private static Attributes asked(
      ImpersonationMode mode,
      UserInfo caller,
      String apiGroup,
      String resource,
      String namespace,
      String name) {
    return Attributes.resource(
        caller, mode.verb(), new GroupResource(apiGroup, resource), namespace, name);
  }
}
