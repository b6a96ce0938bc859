package dev.podium.resources.pods;

import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.NameFormats;
import dev.podium.resources.fields.FieldChecks;
import dev.podium.resources.fields.Part;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Probes and lifecycle hooks of containers.
///
/// Upstream: pkg/apis/core/validation/validation.go (validateProbe, validateHandler).
final class ProbeChecks {
  private final OptionalLong gracePeriod;

  /// @param gracePeriod of the pod, which a hook may not outlast
  ProbeChecks(OptionalLong gracePeriod) {
    this.gracePeriod = gracePeriod;
  }

  void all(Part container) {
    container
        .find("lifecycle")
        .ifPresent(lifecycle -> {
          lifecycle.find("postStart").ifPresent(hook -> handler(hook, "sleep"));
          lifecycle.find("preStop").ifPresent(hook -> handler(hook, "sleep"));
        });
    container.find("livenessProbe").ifPresent(this::deciding);
    container.find("readinessProbe").ifPresent(this::readiness);
    container.find("startupProbe").ifPresent(this::deciding);
  }

  /// One success decides a liveness and a startup probe.
  private void deciding(Part probe) {
    probe(probe);
    if (probe.integer("successThreshold") != 1) {
      probe.invalid("successThreshold", probe.integer("successThreshold"), "must be 1");
    }
  }

  private void readiness(Part probe) {
    probe(probe);
    if (probe.has("terminationGracePeriodSeconds")) {
      probe.invalid("terminationGracePeriodSeconds", "must not be set for readinessProbes");
    }
  }

  private void probe(Part probe) {
    handler(probe, "grpc");
    for (String field :
        List.of(
            "initialDelaySeconds",
            "timeoutSeconds",
            "periodSeconds",
            "successThreshold",
            "failureThreshold")) {
      probe.notNegative(field);
    }
    probe
        .findLong("terminationGracePeriodSeconds")
        .ifPresent(seconds -> {
          if (seconds <= 0) {
            probe.invalid("terminationGracePeriodSeconds", "must be greater than 0");
          }
        });
  }

  /// @param own the kind of handler that only probes or only hooks have
  private void handler(Part handler, String own) {
    Map<String, Consumer<Part>> kinds = new LinkedHashMap<>();
    kinds.put("exec", ProbeChecks::exec);
    kinds.put("httpGet", ProbeChecks::httpGet);
    kinds.put("tcpSocket", ProbeChecks::port);
    kinds.put(own, own.equals("grpc") ? ProbeChecks::port : this::sleep);
    boolean found = false;
    for (Map.Entry<String, Consumer<Part>> kind : kinds.entrySet()) {
      if (!handler.has(kind.getKey())) {
        continue;
      }
      if (found) {
        handler.forbidden(kind.getKey(), "may not specify more than 1 handler type");
      } else {
        kind.getValue().accept(handler.at(kind.getKey()));
      }
      found = true;
    }
    if (!found) {
      handler.add(FieldError.required(handler.path(), "must specify a handler type"));
    }
  }

  private static void exec(Part exec) {
    if (exec.array("command").isEmpty()) {
      exec.required("command");
    }
  }

  private static void httpGet(Part get) {
    get.requireText("path");
    port(get);
    if (!List.of("HTTP", "HTTPS").contains(get.string("scheme"))) {
      get.notSupported("scheme", List.of("HTTP", "HTTPS"));
    }
    for (Part header : get.items("httpHeaders")) {
      FieldChecks.format(
          header.string("name"),
          NameFormats.httpHeaderName(header.string("name")),
          get.child("httpHeaders"),
          get.errors());
    }
  }

  private static void port(Part action) {
    portNumberOrName(action.shown("port"), action.child("port"), action.errors());
  }

  /// ValidatePortNumOrName.
  static void portNumberOrName(Object port, FieldPath path, List<FieldError> errors) {
    if (port instanceof String name) {
      FieldChecks.format(name, NameFormats.portName(name), path, errors);
    } else {
      long number = port instanceof Long n ? n : 0;
      for (String fault : NameFormats.portNumber(number)) {
        errors.add(FieldError.invalid(path, number, fault));
      }
    }
  }

  private void sleep(Part sleep) {
    long seconds = sleep.integer("seconds");
    gracePeriod.ifPresent(period -> {
      if (seconds < 0 || seconds > period) {
        sleep.add(
            FieldError.invalid(
                sleep.path(),
                seconds,
                "must be non-negative and less than terminationGracePeriodSeconds (%d)"
                    .formatted(period)));
      }
    });
  }
}
