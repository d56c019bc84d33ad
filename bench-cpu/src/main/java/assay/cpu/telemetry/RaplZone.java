package assay.cpu.telemetry;

import assay.core.host.HostRoot;
import assay.core.telemetry.Domain;
import assay.core.telemetry.ValidRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A power zone of RAPL below {@code /sys/class/powercap}.
 *
 * @param folder its folder below the root
 * @param parent folder of the zone it lies in; null for a zone of the first level
 * @param domain what it measures; null where its name is not known
 * @param name content of its file {@code name}; empty if that cannot be read
 */
record RaplZone(String folder, @Nullable String parent, @Nullable Domain domain, String name) {
  /** Folder of the zones, relative to the root. */
  static final String CLASS = "sys/class/powercap";

  private static final Pattern ZONE = Pattern.compile("intel-rapl[a-z-]*:\\d+(:\\d+)?");
  private static final Pattern OF_PACKAGE = Pattern.compile("^(package-\\d+)\\D.*$");
  private static final int CONSTRAINTS = 3;
  private static final double MICRO = 1e-6;

  /**
   * The zones of the machine, those of the memory-mapped interface last: it repeats the same
   * counters, so the first zone of a domain is the one to read.
   */
  static List<RaplZone> all(HostRoot root) {
    List<RaplZone> zones = new ArrayList<>();
    for (String entry : root.names(CLASS)) {
      Matcher matcher = ZONE.matcher(entry);
      if (matcher.matches()) {
        String parent =
            matcher.group(1) == null ? null : CLASS + "/" + entry.substring(0, matcher.start(1));
        zones.add(zone(root, CLASS + "/" + entry, parent));
      }
    }
    zones.sort(Comparator.comparing(z -> z.folder().contains("mmio")));
    return zones;
  }

  private static RaplZone zone(HostRoot root, String folder, @Nullable String parent) {
    String name = root.text(folder + "/name").orElse("");
    Optional<String> inside =
        parent == null ? Optional.empty() : root.text(parent + "/name").toOptional();
    return new RaplZone(folder, parent, domain(name, inside), name);
  }

  private static @Nullable Domain domain(String name, Optional<String> inside) {
    if (name.startsWith("package-")) {
      return Domain.host(name, Domain.Kind.PACKAGE);
    }
    if (name.startsWith("psys")) {
      return Domain.host(name, Domain.Kind.PLATFORM);
    }
    Optional<Domain> pkg =
        inside.filter(n -> n.startsWith("package-")).map(n -> Domain.host(n, Domain.Kind.PACKAGE));
    if (pkg.isEmpty()) {
      return null;
    }
    String id = pkg.get().id() + "/" + name;
    return switch (name) {
      case "core" -> Domain.within(pkg.get(), id, Domain.Kind.CORES);
      case "uncore" -> Domain.within(pkg.get(), id, Domain.Kind.UNCORE);
      // Listed below its package, but a domain beside it (Intel SDM 3B, "RAPL Domains and Platform
      // Specificity"; the power planes are what lies inside): the package does not contain it.
      case "dram" -> Domain.host(id, Domain.Kind.DRAM);
      default -> null;
    };
  }

  /**
   * The id of the package that a domain belongs to: {@code package-0} for {@code package-0/dram}
   * and for {@code package-0-die-1}, as the kernel names the zones of a package of several dies.
   */
  static String packageOf(String domain) {
    return OF_PACKAGE.matcher(domain).replaceFirst("$1");
  }

  /** Largest value of the energy counter, µJ; empty if it cannot be read. */
  OptionalLong range(HostRoot root) {
    OptionalLong range = root.number(folder + "/max_energy_range_uj");
    return range.isPresent() && range.getAsLong() > 1 ? range : OptionalLong.empty();
  }

  /** The counter, for numbers up to {@code range}. */
  NumberFile counter(HostRoot root, long range) {
    return NumberFile.counter(root, folder + "/energy_uj", range + 1.0);
  }

  /** Whether the zone is a package whose counter can be read at the moment. */
  boolean isReadablePackage(HostRoot root) {
    if (domain == null || domain.kind() != Domain.Kind.PACKAGE || range(root).isEmpty()) {
      return false;
    }
    try (NumberFile counter = counter(root, range(root).getAsLong())) {
      return counter.refresh();
    }
  }

  /**
   * The largest of the zone's limits and maximum powers, W; empty if there is none above 1 W (0
   * stands for "not stated").
   */
  Optional<Double> statedWatts(HostRoot root) {
    double most = 0;
    for (int i = 0; i < CONSTRAINTS; i++) {
      for (String file : List.of("_max_power_uw", "_power_limit_uw")) {
        OptionalLong stated = root.number(folder + "/constraint_" + i + file);
        most = Math.max(most, stated.orElse(0) * MICRO);
      }
    }
    return most >= 1 ? Optional.of(most) : Optional.empty();
  }

  /** The limits in force: the constraint's name and its watts. */
  Map<String, String> limits(HostRoot root) {
    Map<String, String> limits = new LinkedHashMap<>();
    for (int i = 0; i < CONSTRAINTS; i++) {
      String constraint = folder + "/constraint_" + i;
      OptionalLong microwatts = root.number(constraint + "_power_limit_uw");
      Optional<String> named = root.text(constraint + "_name").toOptional();
      if (microwatts.isPresent()
          && named.isPresent()
          && !ValidRange.isAllOnes(microwatts.getAsLong())) {
        limits.put(named.get(), microwatts.getAsLong() * MICRO + " W");
      }
    }
    return limits;
  }
}
