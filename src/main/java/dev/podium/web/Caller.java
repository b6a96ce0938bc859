package dev.podium.web;

import dev.podium.auth.UserInfo;
import jakarta.servlet.http.HttpServletRequest;

/// From whom a request is, impersonation included.
public final class Caller {
  private static final String ATTRIBUTE = Caller.class.getName();

  private Caller() {}

  /// That of a request which the access filter has let through.
  public static UserInfo of(HttpServletRequest request) {
    return (UserInfo) request.getAttribute(ATTRIBUTE);
  }

  static void attach(HttpServletRequest request, UserInfo user) {
    request.setAttribute(ATTRIBUTE, user);
  }
}
