package dev.podium.kubelet.shell;

import dev.podium.kubelet.process.Process;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The open files of a shell by their numbers. Whoever has made a table releases it.
final class DescriptorTable {
  private final Map<Integer, Descriptor> descriptors = new HashMap<>();

  /// What a process was started with.
  static DescriptorTable of(Process process) {
    DescriptorTable table = new DescriptorTable();
    table.put(0, Descriptor.inherited(process.stdin(), process.stdout()));
    table.put(1, Descriptor.inherited(process.stdin(), process.stdout()));
    table.put(2, Descriptor.inherited(process.stdin(), process.stderr()));
    return table;
  }

  /// The same open files once more, as a subshell gets them.
  DescriptorTable share() {
    DescriptorTable table = new DescriptorTable();
    descriptors.forEach((number, descriptor) -> table.put(number, descriptor.share()));
    return table;
  }

  Optional<Descriptor> find(int number) {
    return Optional.ofNullable(descriptors.get(number));
  }

  /// Fails when it is used where nothing is open under that number.
  Descriptor get(int number) {
    return find(number).orElseGet(Descriptor::none);
  }

  /// Lets go of what was open under that number before.
  void put(int number, Descriptor descriptor) {
    Descriptor old = descriptors.put(number, descriptor);
    if (old != null) {
      old.release();
    }
  }

  void release() {
    descriptors.values().forEach(Descriptor::release);
  }
}
