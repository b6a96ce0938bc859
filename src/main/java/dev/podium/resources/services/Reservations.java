package dev.podium.resources.services;

import dev.podium.object.ApiException;
import dev.podium.object.FieldError;
import dev.podium.object.FieldPath;
import dev.podium.object.GroupKind;
import dev.podium.object.IpAddress;
import dev.podium.registry.Hooks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What one write of a Service takes from the pools, and what it leaves once it has succeeded.
///
/// Upstream: the transactions in pkg/registry/core/service/storage/transaction.go.
final class Reservations implements Hooks.Reservation {
  private static final GroupKind SERVICE = new GroupKind("", "Service");

  private final ServiceAddresses addresses;
  private final NodePorts ports;
  private final String name;
  private final List<Runnable> onKeep = new ArrayList<>();
  private final List<Runnable> onGiveBack = new ArrayList<>();

  /// @param name of the Service, for messages
  Reservations(ServiceAddresses addresses, NodePorts ports, String name) {
    this.addresses = addresses;
    this.ports = ports;
    this.name = name;
  }

  @Override
  public void keep() {
    onKeep.forEach(Runnable::run);
  }

  @Override
  public void giveBack() {
    onGiveBack.forEach(Runnable::run);
  }

  /// @param all the whole list of addresses, which a refusal shows
  void takeAddress(String text, List<String> all) {
    IpAddress address = IpAddress.require(text);
    refuseIf(
        addresses.take(address).map(why -> "failed to allocate IP " + text + ": " + why),
        FieldPath.of("spec", "clusterIPs"),
        all);
    onGiveBack.add(() -> addresses.release(address));
  }

  String takeAnyAddress(String family) {
    IpAddress address =
        addresses
            .takeAny(family)
            .orElseThrow(
                () -> ApiException.internal("failed to allocate a serviceIP: range is full"));
    onGiveBack.add(() -> addresses.release(address));
    return address.toString();
  }

  void releaseAddress(String text) {
    IpAddress.parse(text).ifPresent(address -> onKeep.add(() -> addresses.release(address)));
  }

  void takePort(long port, FieldPath path) {
    refuseIf(ports.take(port), path, port);
    onGiveBack.add(() -> ports.release(port));
  }

  /// @param what the port is for, in upstream's words
  long takeAnyPort(String what) {
    long port =
        ports
            .takeAny()
            .orElseThrow(
                () -> ApiException.internal("failed to allocate a " + what + ": range is full"));
    onGiveBack.add(() -> ports.release(port));
    return port;
  }

  void takeHealthCheckPort(long port) {
    ports
        .take(port)
        .ifPresent(why -> {
          throw ApiException.internal(
              "failed to allocate requested HealthCheck NodePort " + port + ": " + why);
        });
    onGiveBack.add(() -> ports.release(port));
  }

  void releasePort(long port) {
    onKeep.add(() -> ports.release(port));
  }

  private void refuseIf(Optional<String> problem, FieldPath path, Object value) {
    problem.ifPresent(why -> {
      throw ApiException.invalid(SERVICE, name, List.of(FieldError.invalid(path, value, why)));
    });
  }
}
