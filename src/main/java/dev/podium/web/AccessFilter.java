package dev.podium.web;

import dev.podium.auth.Attributes;
import dev.podium.auth.Authentication.Authenticated;
import dev.podium.auth.Authentication.BadCredential;
import dev.podium.auth.Authentication.NoCredential;
import dev.podium.auth.Authenticator;
import dev.podium.auth.Authorizer;
import dev.podium.auth.Credentials;
import dev.podium.auth.Impersonation;
import dev.podium.auth.ImpersonationHeaders;
import dev.podium.auth.UserInfo;
import dev.podium.auth.flow.FlowClassifier;
import dev.podium.object.ApiException;
import dev.podium.object.GoDuration;
import dev.podium.object.GroupResource;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The way into the cluster: who calls, for whom, and may they (apiserver's server/config.go,
/// DefaultBuildHandlerChain, in its order).
///
/// Whoever comes by TLS shows a credential or is anonymous. Whoever comes by the plain listener is
/// the local user, who is the admin unless the request brings a token. What gets through carries a
/// [Caller] and a [RequestInfo].
public final class AccessFilter extends HttpFilter {
  private static final long serialVersionUID = 1;

  private final transient Authenticator authenticator;
  private final transient Authorizer authorizer;
  private final transient Impersonation impersonation;
  private final transient FlowClassifier flows;
  private final transient UserInfo localUser;
  private final transient RequestCounts counts;

  /// @param flows what the answers tell that the requests fall under
  /// @param localUser who comes by the plain listener
  /// @param counts of what gets through
  public AccessFilter(
      Authenticator authenticator,
      Authorizer authorizer,
      FlowClassifier flows,
      UserInfo localUser,
      RequestCounts counts) {
    this.authenticator = authenticator;
    this.authorizer = authorizer;
    this.flows = flows;
    this.impersonation = new Impersonation(authorizer);
    this.localUser = localUser.inGroup(UserInfo.AUTHENTICATED);
    this.counts = counts;
  }

  @Override
  protected void doFilter(HttpServletRequest request, HttpServletResponse plain, FilterChain chain)
      throws IOException, ServletException {
    HttpServletResponse response = ExactContentType.wrap(request, plain);
    String auditId = request.getHeader("Audit-ID");
    response.setHeader("Audit-Id", auditId == null ? UUID.randomUUID().toString() : auditId);
    response.setHeader("Cache-Control", "no-cache, private");
    try {
      admit(request, response);
    } catch (ApiException refusal) {
      UnreadBody.discard(request);
      StatusResponse.write(request, response, refusal);
      return;
    }
    if (hasDotSegments(RequestInfo.of(request).path())) {
      PlainText.notFound(response);
      return;
    }
    chain.doFilter(request, response);
    counts.add(RequestInfo.of(request), response.getStatus());
  }

  private void admit(HttpServletRequest request, HttpServletResponse response) {
    if (!request.isSecure()) {
      requireLocal(request);
    }
    QueryString query = QueryString.of(request);
    RequestInfo info = RequestInfo.of(request.getMethod(), request.getRequestURI(), query);
    requireDeadline(info, query);
    Attributes asked = info.attributes(authenticate(request));
    Optional<UserInfo> wanted = ImpersonationHeaders.read(headers(request));
    if (wanted.isPresent()) {
      asked = asked.withUser(impersonation.act(wanted.get(), asked));
    }
    if (!info.isLongRunning() || info.verb().equals("watch")) {
      flows
          .classify(asked)
          .ifPresent(flow -> {
            response.setHeader("X-Kubernetes-Pf-Flowschema-Uid", flow.schemaUid());
            response.setHeader("X-Kubernetes-Pf-Prioritylevel-Uid", flow.levelUid());
          });
    }
    authorizer.require(asked);
    info.attachTo(request);
    Caller.attach(request, asked.user());
  }

  /// A `timeout` must be a length of time; nothing here takes as long as any (apiserver's
  /// endpoints/filters/request_deadline.go).
  private static void requireDeadline(RequestInfo info, QueryString query) {
    String timeout = query.first("timeout");
    if (timeout.isEmpty() || info.isLongRunning()) {
      return;
    }
    try {
      GoDuration.parse(timeout);
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest(
          "invalid timeout specified in the request URL - " + e.getMessage());
    }
  }

  private static void requireLocal(HttpServletRequest request) {
    BrowserGuard.Origin from =
        new BrowserGuard.Origin(
            header(request, "Host"),
            header(request, "Origin"),
            header(request, "Sec-Fetch-Site"),
            header(request, "Sec-Fetch-Mode"),
            header(request, "Sec-Fetch-Dest"));
    BrowserGuard.refusal(request.getMethod(), from)
        .ifPresent(why -> {
          throw ApiException.forbidden(new GroupResource("", ""), "", why);
        });
  }

  private UserInfo authenticate(HttpServletRequest request) {
    return switch (authenticator.authenticate(credentials(request))) {
      case Authenticated(UserInfo user) -> user;
      case NoCredential _ -> request.isSecure() ? UserInfo.anonymous() : localUser;
      case BadCredential _ -> throw ApiException.unauthorized();
    };
  }

  private static Credentials credentials(HttpServletRequest request) {
    Object certificates = request.getAttribute("jakarta.servlet.request.X509Certificate");
    List<String> protocols =
        "websocket".equalsIgnoreCase(request.getHeader("Upgrade"))
            ? Collections.list(request.getHeaders("Sec-WebSocket-Protocol")).stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(String::strip)
                .toList()
            : List.of();
    return new Credentials(
        certificates instanceof X509Certificate[] chain ? List.of(chain) : List.of(),
        header(request, "Authorization"),
        protocols);
  }

  private static String header(HttpServletRequest request, String name) {
    String value = request.getHeader(name);
    return value == null ? "" : value;
  }

  private static Map<String, List<String>> headers(HttpServletRequest request) {
    Map<String, List<String>> headers = new HashMap<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      String key = name.toLowerCase(Locale.ROOT);
      if (key.startsWith("impersonate-")) {
        headers.put(
            key,
            Collections.list(request.getHeaders(name)).stream().map(AccessFilter::utf8).toList());
      }
    }
    return headers;
  }

  /// Go takes the bytes of a header for UTF-8, the servlet container for Latin-1.
  private static String utf8(String latin1) {
    return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /// The servlet container would resolve them and serve another path than the one authorized.
  private static boolean hasDotSegments(String path) {
    return path.contains("//")
        || Arrays.stream(path.split("/")).anyMatch(part -> part.equals(".") || part.equals(".."));
  }
}
