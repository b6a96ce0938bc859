package dev.podium;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// What the build knows of itself, readable without Spring.
final class Build {
  private static final Properties FACTS = facts();

  private Build() {}

  static String version() {
    return FACTS.getProperty("build.version");
  }

  /// The Kubernetes that is emulated, as `1.36.2`.
  static String kubernetesVersion() {
    return FACTS.getProperty("build.kubernetes-version");
  }

  private static Properties facts() {
    Properties facts = new Properties();
    try (InputStream in = Build.class.getResourceAsStream("/application.properties")) {
      facts.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return facts;
  }
}
