package dev.podium.resources.pods;

import dev.podium.object.ObjectDraft;
import java.util.List;

/// What is filled into a container of any kind.
///
/// Upstream: pkg/apis/core/v1/defaults.go (SetDefaults_Container, SetDefaults_Probe,
/// SetDefaults_HTTPGetAction, SetDefaults_ObjectFieldSelector).
final class ContainerDefaults {
  private static final List<String> PROBES =
      List.of("livenessProbe", "readinessProbe", "startupProbe");

  private ContainerDefaults() {}

  static void apply(ObjectDraft container) {
    container.setDefaultString(
        "imagePullPolicy", ImageReference.parse(container.string("image")).defaultPullPolicy());
    container.setDefaultString("terminationMessagePath", "/dev/termination-log");
    container.setDefaultString("terminationMessagePolicy", "File");
    container.objects("ports").forEach(port -> port.setDefaultString("protocol", "TCP"));
    for (ObjectDraft variable : container.objects("env")) {
      variable.findObject("valueFrom", "fieldRef").ifPresent(ContainerDefaults::fieldReference);
    }
    container.findObject("resources").ifPresent(ResourceLists::roundRequirements);
    for (String probe : PROBES) {
      container.findObject(probe).ifPresent(ContainerDefaults::probe);
    }
    container.findObject("lifecycle", "postStart").ifPresent(ContainerDefaults::handler);
    container.findObject("lifecycle", "preStop").ifPresent(ContainerDefaults::handler);
  }

  static void fieldReference(ObjectDraft reference) {
    reference.setDefaultString("apiVersion", "v1");
  }

  private static void probe(ObjectDraft probe) {
    setDefaultNumber(probe, "timeoutSeconds", 1);
    setDefaultNumber(probe, "periodSeconds", 10);
    setDefaultNumber(probe, "successThreshold", 1);
    setDefaultNumber(probe, "failureThreshold", 3);
    handler(probe);
    probe.findObject("grpc").ifPresent(grpc -> grpc.setDefault("service", ""));
  }

  private static void handler(ObjectDraft handler) {
    handler
        .findObject("httpGet")
        .ifPresent(get -> get.setDefaultString("path", "/").setDefaultString("scheme", "HTTP"));
  }

  private static void setDefaultNumber(ObjectDraft draft, String field, long value) {
    if (draft.findLong(field).orElse(0) == 0) {
      draft.set(field, value);
    }
  }
}
