package dev.podium.cel;

import dev.podium.object.Cidr;
import dev.podium.object.IpAddress;
import java.util.Optional;

/// A CIDR that remembers the address it was written with, host bits and all.
record AddressRange(IpAddress address, int length) {
  static Optional<AddressRange> parse(String text) {
    int slash = text.lastIndexOf('/');
    return slash < 0
        ? Optional.empty()
        : Cidr.parse(text)
            .flatMap(range ->
                IpAddress.parse(text.substring(0, slash))
                    .map(address -> new AddressRange(address, range.length())));
  }

  Cidr range() {
    return Cidr.require(toString());
  }

  AddressRange masked() {
    return new AddressRange(range().first(), length);
  }

  @Override
  public String toString() {
    return address + "/" + length;
  }
}
