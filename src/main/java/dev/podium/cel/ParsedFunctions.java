package dev.podium.cel;

import static dev.podium.cel.KubernetesTypes.CIDR;
import static dev.podium.cel.KubernetesTypes.FORMAT;
import static dev.podium.cel.KubernetesTypes.IP;
import static dev.podium.cel.KubernetesTypes.QUANTITY;
import static dev.podium.cel.KubernetesTypes.SEMVER;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.podium.object.GoText;
import dev.podium.object.IpAddress;
import dev.podium.object.IpFormats;
import dev.podium.object.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// Functions over text that means something: quantities, versions, addresses, named formats.
///
/// Upstream: quantity.go, semverlib.go, ip.go, cidr.go and format.go in apiserver/pkg/cel/library.
final class ParsedFunctions {
  private static final CelType TEXT = SimpleType.STRING;
  private static final CelType INT = SimpleType.INT;
  private static final CelType BOOL = SimpleType.BOOL;
  private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);

  private ParsedFunctions() {}

  static Functions quantities() {
    Functions functions =
        new Functions()
            .<String>global(
                "quantity", "string_to_quantity", QUANTITY, TEXT, ParsedFunctions::quantity)
            .<String>global(
                "isQuantity",
                "is_quantity_string",
                BOOL,
                TEXT,
                text -> findQuantity(text).isPresent())
            .<Quantity>member("sign", "quantity_sign", INT, QUANTITY, q -> (long) q.sign())
            .<Quantity>member(
                "isInteger", "quantity_is_integer", BOOL, QUANTITY, ParsedFunctions::isInteger)
            .<Quantity>member(
                "asInteger", "quantity_as_integer", INT, QUANTITY, ParsedFunctions::asInteger)
            .<Quantity>member(
                "asApproximateFloat",
                "quantity_as_float",
                SimpleType.DOUBLE,
                QUANTITY,
                Quantity::doubleValue);
    comparisons(functions, "quantity", QUANTITY);
    return sums(functions);
  }

  private static Functions sums(Functions functions) {
    return functions
        .<Quantity, Quantity>member(
            "add", "quantity_add", QUANTITY, QUANTITY, QUANTITY, Quantity::plus)
        .<Quantity, Long>member(
            "add", "quantity_add_int", QUANTITY, QUANTITY, INT, (a, n) -> a.plus(Quantity.of(n)))
        .<Quantity, Quantity>member(
            "sub", "quantity_sub", QUANTITY, QUANTITY, QUANTITY, Quantity::minus)
        .<Quantity, Long>member(
            "sub", "quantity_sub_int", QUANTITY, QUANTITY, INT, (a, n) -> a.minus(Quantity.of(n)));
  }

  private static <T extends Comparable<T>> void comparisons(
      Functions functions, String prefix, CelType type) {
    functions
        .<T, T>member(
            "isGreaterThan",
            prefix + "_is_greater_than",
            BOOL,
            type,
            type,
            (a, b) -> a.compareTo(b) > 0)
        .<T, T>member(
            "isLessThan", prefix + "_is_less_than", BOOL, type, type, (a, b) -> a.compareTo(b) < 0)
        .<T, T>member(
            "compareTo",
            prefix + "_compare_to",
            INT,
            type,
            type,
            (a, b) -> (long) Integer.signum(a.compareTo(b)));
  }

  private static Optional<Quantity> findQuantity(String text) {
    try {
      return Optional.of(Quantity.parse(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Quantity quantity(String text) throws CelEvaluationException {
    try {
      return Quantity.parse(text);
    } catch (IllegalArgumentException e) {
      throw Functions.failure(String.valueOf(e.getMessage()));
    }
  }

  private static boolean isInteger(Quantity quantity) {
    BigDecimal plain = quantity.amount().stripTrailingZeros();
    return plain.scale() <= 0 && plain.abs().compareTo(LONGEST) <= 0;
  }

  private static long asInteger(Quantity quantity) throws CelEvaluationException {
    if (!isInteger(quantity)) {
      throw Functions.failure("cannot convert value to integer");
    }
    return quantity.value();
  }

  static Functions versions() {
    CelType strict = BOOL;
    Functions functions =
        new Functions()
            .<String>global("semver", "string_to_semver", SEMVER, TEXT, text -> semver(text, false))
            .global(
                "semver",
                "string_bool_to_semver",
                SEMVER,
                List.of(TEXT, strict),
                arguments -> semver((String) arguments[0], (Boolean) arguments[1]))
            .<String>global(
                "isSemver", "is_semver_string", BOOL, TEXT, text -> Semver.parse(text).isPresent())
            .global(
                "isSemver",
                "is_semver_string_bool",
                BOOL,
                List.of(TEXT, strict),
                arguments -> find((String) arguments[0], (Boolean) arguments[1]).isPresent())
            .<Semver>member("major", "semver_major", INT, SEMVER, v -> v.major().longValue())
            .<Semver>member("minor", "semver_minor", INT, SEMVER, v -> v.minor().longValue())
            .<Semver>member("patch", "semver_patch", INT, SEMVER, v -> v.patch().longValue());
    comparisons(functions, "semver", SEMVER);
    return functions;
  }

  private static Optional<Semver> find(String text, boolean normalize) {
    return normalize ? Semver.parseTolerant(text) : Semver.parse(text);
  }

  private static Semver semver(String text, boolean normalize) throws CelEvaluationException {
    return find(text, normalize)
        .orElseThrow(() -> Functions.failure("No Major.Minor.Patch elements found"));
  }

  static Functions addresses() {
    return new Functions()
        .<String>global("ip", "string_to_ip", IP, TEXT, ParsedFunctions::ip)
        .<String>global("isIP", "is_ip", BOOL, TEXT, text -> IpFormats.legacyIp(text).isEmpty())
        .<String>global(
            "ip.isCanonical",
            "ip_is_canonical",
            BOOL,
            TEXT,
            text -> ip(text).toString().equals(text))
        .<IpAddress>global("string", "ip_to_string", TEXT, IP, IpAddress::toString)
        .<IpAddress>member("family", "family", INT, IP, ip -> ip.isIpv4() ? 4L : 6L)
        .<IpAddress>member(
            "isUnspecified", "is_unspecified", BOOL, IP, ip -> ranged(ip, "0.0.0.0/32", "::/128"))
        .<IpAddress>member(
            "isLoopback", "is_loopback", BOOL, IP, ip -> ranged(ip, "127.0.0.0/8", "::1/128"))
        .<IpAddress>member(
            "isLinkLocalMulticast",
            "is_link_local_multicast",
            BOOL,
            IP,
            ip -> ranged(ip, "224.0.0.0/24", "ff02::/16"))
        .<IpAddress>member(
            "isLinkLocalUnicast",
            "is_link_local_unicast",
            BOOL,
            IP,
            ip -> ranged(ip, "169.254.0.0/16", "fe80::/10"))
        .<IpAddress>member(
            "isGlobalUnicast", "is_global_unicast", BOOL, IP, ParsedFunctions::isGlobalUnicast);
  }

  private static boolean ranged(IpAddress address, String v4, String v6) {
    String range = address.isIpv4() ? v4 : v6;
    return dev.podium.object.Cidr.require(range).contains(address);
  }

  private static boolean isGlobalUnicast(IpAddress ip) {
    return !ranged(ip, "0.0.0.0/32", "::/128")
        && !ranged(ip, "255.255.255.255/32", "::/128")
        && !ranged(ip, "127.0.0.0/8", "::1/128")
        && !ranged(ip, "224.0.0.0/4", "ff00::/8")
        && !ranged(ip, "169.254.0.0/16", "fe80::/10");
  }

  private static IpAddress ip(String text) throws CelEvaluationException {
    if (!IpFormats.legacyIp(text).isEmpty()) {
      throw Functions.failure(
          "IP Address %s parse error during conversion from string: ParseAddr(%s): unable to parse IP"
              .formatted(GoText.quote(text), GoText.quote(text)));
    }
    return IpAddress.require(text);
  }

  static Functions ranges() {
    return new Functions()
        .<String>global("cidr", "string_to_cidr", CIDR, TEXT, ParsedFunctions::cidr)
        .<String>global("isCIDR", "is_cidr", BOOL, TEXT, t -> AddressRange.parse(t).isPresent())
        .<AddressRange>global("string", "cidr_to_string", TEXT, CIDR, AddressRange::toString)
        .<AddressRange, IpAddress>member(
            "containsIP",
            "cidr_contains_ip_ip",
            BOOL,
            CIDR,
            IP,
            (range, ip) -> range.range().contains(ip))
        .<AddressRange, String>member(
            "containsIP",
            "cidr_contains_ip_string",
            BOOL,
            CIDR,
            TEXT,
            (range, text) -> range.range().contains(ip(text)))
        .<AddressRange, AddressRange>member(
            "containsCIDR",
            "cidr_contains_cidr",
            BOOL,
            CIDR,
            CIDR,
            (range, other) -> range.range().contains(other.range()))
        .<AddressRange, String>member(
            "containsCIDR",
            "cidr_contains_cidr_string",
            BOOL,
            CIDR,
            TEXT,
            (range, text) -> range.range().contains(cidr(text).range()))
        .<AddressRange>member("ip", "cidr_ip", IP, CIDR, AddressRange::address)
        .<AddressRange>member("masked", "cidr_masked", CIDR, CIDR, AddressRange::masked)
        .<AddressRange>member(
            "prefixLength", "cidr_prefix_length", INT, CIDR, range -> (long) range.length());
  }

  private static AddressRange cidr(String text) throws CelEvaluationException {
    return AddressRange.parse(text)
        .orElseThrow(() ->
            Functions.failure(
                "network address parse error during conversion from string: netip.ParsePrefix("
                    + GoText.quote(text)
                    + "): no '/'"));
  }

  static Functions formats() {
    Functions functions =
        new Functions()
            .<NamedFormat, String>member(
                "validate",
                "format-validate",
                OptionalType.create(ListType.create(TEXT)),
                FORMAT,
                TEXT,
                (format, text) ->
                    Optional.of(format.faults().apply(text)).filter(faults -> !faults.isEmpty()))
            .<String>global(
                "format.named",
                "format-named",
                OptionalType.create(FORMAT),
                TEXT,
                name -> Optional.ofNullable(NamedFormat.byName().get(name)));
    NamedFormat.byName()
        .forEach((name, format) ->
            functions.global("format." + name, "format." + name, FORMAT, List.of(), _ -> format));
    return functions;
  }
}
