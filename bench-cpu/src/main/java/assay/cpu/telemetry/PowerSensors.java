package assay.cpu.telemetry;

import assay.core.availability.Remedy.Advice;
import assay.core.host.HostRoot;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.TelemetrySource.Gap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * The power sensors of hardware monitoring chips, in µW.
 *
 * <p>For two drivers it is known what they measure. Every other sensor is known only by its label:
 * it is listed under that, as a part of a {@code machine} domain that nothing measures, so that it
 * is never added to anything.
 */
final class PowerSensors {
  private static final double WATTS_PER_MICROWATT = 1e-6;
  private static final double SECONDS_PER_MILLISECOND = 1e-3;
  // Neither driver nor chip reports its update interval, so nothing finer than this is claimed.
  private static final double UPDATE_SECONDS = 1;
  private static final String UNKNOWN_WHOLE = "machine";

  private final HostRoot root;
  private final List<Integer> packages;
  private final Set<String> counted;
  private final Findings findings;

  /**
   * A search in one machine.
   *
   * @param packages numbers of the packages
   * @param counted ids of the packages that RAPL's counters already cover
   */
  PowerSensors(HostRoot root, List<Integer> packages, Set<String> counted, Findings findings) {
    this.root = root;
    this.packages = packages;
    this.counted = counted;
    this.findings = findings;
  }

  /** Adds the sensors of the chips with one name, which are in the order of their packages. */
  void search(List<HwmonChip> chips) {
    for (int i = 0; i < chips.size(); i++) {
      HwmonChip chip = chips.get(i);
      OptionalInt pkg = packageOf(i, chips.size());
      for (HwmonChip.Sensor sensor : chip.sensors("power")) {
        switch (chip.name()) {
          case "fam15h_power" -> processor(chip, sensor, fam15h(sensor), pkg);
          case "zenpower" -> processor(chip, sensor, zen(sensor), pkg);
          default -> labelled(chip, sensor, chips.size() > 1 ? "-" + i : "");
        }
      }
    }
  }

  private OptionalInt packageOf(int chip, int chips) {
    if (packages.size() == chips) {
      return OptionalInt.of(packages.get(chip));
    }
    return OptionalInt.empty();
  }

  /** Power1_input is the package (Documentation/hwmon/fam15h_power.rst). */
  private static Optional<Domain.Kind> fam15h(HwmonChip.Sensor sensor) {
    return sensor.average() ? Optional.empty() : Optional.of(Domain.Kind.PACKAGE);
  }

  private static Optional<Domain.Kind> zen(HwmonChip.Sensor sensor) {
    return switch (sensor.label().orElse("")) {
      case "SVI2_P_Core", "RAPL_P_Core" -> Optional.of(Domain.Kind.CORES);
      case "SVI2_P_SoC" -> Optional.of(Domain.Kind.UNCORE);
      case "RAPL_P_Package" -> Optional.of(Domain.Kind.PACKAGE);
      default -> Optional.empty();
    };
  }

  private void processor(
      HwmonChip chip, HwmonChip.Sensor sensor, Optional<Domain.Kind> kind, OptionalInt pkg) {
    String what = chip.name() + " " + sensor.label().orElse(sensor.file());
    if (kind.isEmpty()) {
      String reason =
          chip.name().equals("fam15h_power")
              ? "reading it blocks for its whole averaging interval"
              : "it is unknown what it measures";
      findings.gap(what, reason, new Advice("use the power of the package"));
      return;
    }
    if (pkg.isEmpty()) {
      findings.gap(
          what,
          "there is not one " + chip.name() + " chip per package, so its package is unknown",
          new Advice("use the energy of the packages (source rapl)"));
      return;
    }
    Domain whole = Domain.host("package-" + pkg.getAsInt(), Domain.Kind.PACKAGE);
    if (kind.get() == Domain.Kind.PACKAGE) {
      if (counted.contains(whole.id())) {
        findings.gap(
            what,
            "/" + RaplZone.CLASS + " already counts the energy of " + whole.id(),
            new Advice("none needed: source rapl reads it"));
      } else {
        add(chip, sensor, whole);
      }
    } else {
      String id = whole.id() + "/" + slug(sensor.label().orElse(sensor.file()));
      add(chip, sensor, Domain.within(whole, id, kind.get()));
    }
  }

  private void labelled(HwmonChip chip, HwmonChip.Sensor sensor, String suffix) {
    if (sensor.label().isEmpty()) {
      findings.gap(
          chip.name() + " " + sensor.file(),
          "/" + chip.path(sensor.file()) + " has no label, so it is unknown what it measures",
          new Advice("look it up in the board's manual, or use an external power meter"));
      return;
    }
    String id = "hwmon/" + slug(chip.name()) + suffix + "/" + slug(sensor.label().get());
    add(chip, sensor, new Domain(id, Domain.Kind.PLATFORM, UNKNOWN_WHOLE, null));
  }

  private void add(HwmonChip chip, HwmonChip.Sensor sensor, Domain domain) {
    NumberFile file =
        NumberFile.sensor(root, chip.path(sensor.file()), 0, Double.POSITIVE_INFINITY);
    if (!file.refresh()) {
      findings.gap(
          new Gap(
              domain.id() + " power", file.problem(), HwmonAdvice.readable(chip, file), domain));
      file.close();
      return;
    }
    OptionalLong interval = root.number(chip.path("power" + sensor.number() + "_average_interval"));
    double averaged =
        sensor.average() && interval.isPresent()
            ? interval.getAsLong() * SECONDS_PER_MILLISECOND
            : 0;
    Channel channel =
        new Channel.Power(
            domain.id() + ".power", domain, Math.max(UPDATE_SECONDS, averaged), averaged, null);
    findings.add(SumPart.of(channel, file, WATTS_PER_MICROWATT));
  }

  private static String slug(String label) {
    return label
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "-")
        .replaceAll("^-|-$", "");
  }

  /** Chips by name, each list in the order given. */
  static Map<String, List<HwmonChip>> byName(List<HwmonChip> chips) {
    Map<String, List<HwmonChip>> byName = new TreeMap<>();
    chips.forEach(c -> byName.computeIfAbsent(c.name(), n -> new ArrayList<>()).add(c));
    return byName;
  }
}
