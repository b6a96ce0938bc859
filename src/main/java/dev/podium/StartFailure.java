package dev.podium;

import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.tomcat.ConnectorStartFailedException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;

/// Says in one line why the server could not start. `--debug` adds the stack trace.
///
/// Spring finds it by `META-INF/spring.factories`, before its own reporters.
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailure implements SpringBootExceptionReporter {
  private final @Nullable ConfigurableApplicationContext context;

  StartFailure(@Nullable ConfigurableApplicationContext context) {
    this.context = context;
  }

  @Override
  public boolean reportException(Throwable failure) {
    System.err.println("podium: " + line(failure).replaceAll("\\s*\\R\\s*", " "));
    if (context != null && context.getEnvironment().containsProperty("debug")) {
      failure.printStackTrace();
    }
    return true;
  }

  static String line(Throwable failure) {
    List<Throwable> causes = Stream.iterate(failure, t -> t != null, Throwable::getCause).toList();
    return causes.stream()
        .flatMap(cause -> explanation(cause).stream())
        .findFirst()
        .orElseGet(() -> "the start failed: " + causes.getLast() + "; --debug says more");
  }

  private static Optional<String> explanation(Throwable cause) {
    return switch (cause) {
      case PortInUseException e -> Optional.of(portTaken(e.getPort()));
      case ConnectorStartFailedException e -> Optional.of(portTaken(e.getPort()));
      case java.net.BindException e ->
          Optional.of("podium.bind and the ports: can't listen there: " + e.getMessage());
      case UnboundConfigurationPropertiesException e -> Optional.of(unknown(e));
      case BindException e when e.getName() != null -> fromBinding(e);
      case UncheckedIOException e ->
          Optional.ofNullable(e.getMessage()).map(StartFailure::withoutClassName);
      case IllegalArgumentException e when isOurs(e) -> Optional.ofNullable(e.getMessage());
      default -> Optional.empty();
    };
  }

  /// An exception that only wraps another has that one's class in its message.
  private static String withoutClassName(String message) {
    return message.replaceFirst("^(java\\.io\\.IOException: )+", "");
  }

  private static String portTaken(int port) {
    return "port %d is taken; end what uses it, or choose others with --podium.https.port and --podium.http.port"
        .formatted(port);
  }

  private static String unknown(UnboundConfigurationPropertiesException e) {
    return e.getUnboundProperties().iterator().next().getName()
        + " is no property; --help lists all";
  }

  /// A value that is no number, enumeration constant or the like. Where our own check refused a
  /// well-formed one, that check's words follow as a cause and are better.
  private static Optional<String> fromBinding(BindException e) {
    boolean checked =
        Stream.<Throwable>iterate(e, t -> t != null, Throwable::getCause)
            .anyMatch(StartFailure::isWhole);
    ConfigurationProperty given = e.getProperty();
    if (checked || given == null) {
      return Optional.empty();
    }
    String ours =
        Stream.<Throwable>iterate(e, t -> t != null, Throwable::getCause)
            .filter(StartFailure::isOurs)
            .map(Throwable::getMessage)
            .findFirst()
            .orElseGet(() -> "'" + given.getValue() + "' " + expected(e));
    return Optional.of(e.getName() + ": " + ours);
  }

  private static String expected(BindException e) {
    ResolvableType target = e.getTarget().getType();
    Class<?> type = target.hasGenerics() ? target.resolveGeneric() : target.resolve();
    if (type == null) {
      return "is not what is wanted";
    }
    return type.isEnum()
        ? "is none of " + List.of(type.getEnumConstants())
        : "is no " + (type == int.class ? "number" : type.getSimpleName());
  }

  /// A message that names the property itself.
  private static boolean isWhole(Throwable cause) {
    return isOurs(cause) && String.valueOf(cause.getMessage()).startsWith("podium.");
  }

  private static boolean isOurs(Throwable cause) {
    return cause instanceof IllegalArgumentException
        && Arrays.stream(cause.getStackTrace())
            .limit(1)
            .anyMatch(frame -> frame.getClassName().startsWith("dev.podium."));
  }
}
