package dev.podium.web.openid;

import dev.podium.auth.serviceaccounts.ServiceAccountTokens;
import dev.podium.object.ApiException;
import dev.podium.object.Json;
import dev.podium.object.JsonObject;
import dev.podium.web.StatusResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/// `/.well-known/openid-configuration` and `/openid/v1/jwks` (kubernetes'
/// pkg/routes/openidmetadata.go and pkg/serviceaccount/openidmetadata.go).
public final class OpenIdServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  public static final String CONFIGURATION = "/.well-known/openid-configuration";
  public static final String KEYS = "/openid/v1/jwks";

  private final transient ServiceAccountTokens tokens;

  public OpenIdServlet(ServiceAccountTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!request.getMethod().equals("GET")) {
      StatusResponse.write(request, response, ApiException.methodNotAllowed());
      return;
    }
    boolean keys = request.getServletPath().equals(KEYS);
    response.setHeader("Cache-Control", "public, max-age=3600");
    response.setContentType(keys ? "application/jwk-set+json" : "application/json");
    response
        .getOutputStream()
        .write(Json.bytes(keys ? tokens.jsonWebKeys() : configuration(request)));
  }

  /// The keys are where the client has found this, which a pod calls by another name than a client
  /// outside.
  private static JsonObject configuration(HttpServletRequest request) {
    return JsonObject.of(
        "issuer",
        ServiceAccountTokens.ISSUER,
        "jwks_uri",
        "https://" + request.getServerName() + port(request) + KEYS,
        "response_types_supported",
        List.of("id_token"),
        "subject_types_supported",
        List.of("public"),
        "id_token_signing_alg_values_supported",
        List.of("RS256"));
  }

  private static String port(HttpServletRequest request) {
    return request.getServerPort() == 443 ? "" : ":" + request.getServerPort();
  }
}
