package assay.cpu.telemetry;

import assay.core.availability.Remedy.Advice;
import assay.core.host.CpuInfo;
import assay.core.host.HostRoot;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.ValidRange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Temperatures of the processors, °C: of each package if a driver reports it, otherwise of the
 * thermal zones named after a processor or the whole chip.
 */
final class Temperatures {
  private static final String ZONES = "sys/class/thermal";
  private static final Pattern ZONE = Pattern.compile("thermal_zone\\d+");
  private static final Pattern PROCESSOR_ZONE = Pattern.compile(".*(cpu|soc|pkg|cluster).*");
  private static final String FIRMWARE_ZONE = "acpitz";
  private static final int MAX_ZONES = 8;
  private static final Domain HOST = Domain.host("host", Domain.Kind.HOST);
  private static final double DEGREES_PER_MILLIDEGREE = 1e-3;

  private final HostRoot root;
  private final Findings findings;
  private boolean found;

  Temperatures(HostRoot root, Findings findings) {
    this.root = root;
    this.findings = findings;
  }

  /** Adds the temperatures that can be read. */
  void search(CpuInfo processor) {
    List<HwmonChip> chips = HwmonChip.all(root);
    intel(chips);
    amd(chips);
    if (!found) {
      zones(type -> PROCESSOR_ZONE.matcher(type).matches());
    }
    if (!found) {
      zones(type -> type.equals(FIRMWARE_ZONE));
    }
    if (!found) {
      findings.gap(
          "processor temperature",
          "neither coretemp, k10temp nor zenpower in /"
              + HwmonChip.CLASS
              + ", and no thermal zone of a processor in /"
              + ZONES,
          new Advice(
              switch (processor.maker()) {
                case INTEL ->
                    processor.virtual() ? "measure on the host" : "sudo modprobe coretemp";
                case AMD -> processor.virtual() ? "measure on the host" : "sudo modprobe k10temp";
                default -> "use a kernel with the board's thermal driver";
              }));
    }
  }

  /** Coretemp labels its package sensor {@code Package id <n>} (Documentation/hwmon/coretemp). */
  private void intel(List<HwmonChip> chips) {
    String label = "Package id ";
    for (HwmonChip chip : chips) {
      if (chip.name().equals("coretemp")) {
        chip.sensors("temp").stream()
            .filter(s -> s.label().orElse("").startsWith(label))
            .forEach(s ->
                add(
                    "package-" + s.label().orElseThrow().substring(label.length()).strip(),
                    chip.path(s.file())));
      }
    }
  }

  /**
   * K10temp and zenpower: {@code Tdie} is the temperature, {@code Tctl} the input of the fan
   * control, which equals it on servers and is up to 27 K higher on some other processors
   * (Documentation/hwmon/k10temp.rst).
   */
  private void amd(List<HwmonChip> chips) {
    List<HwmonChip> own =
        chips.stream()
            .filter(c -> c.name().equals("k10temp") || c.name().equals("zenpower"))
            .toList();
    for (int i = 0; i < own.size(); i++) {
      HwmonChip chip = own.get(i);
      Optional<HwmonChip.Sensor> die = labelled(chip, "Tdie");
      String name = own.size() == 1 ? "package-0" : "node-" + i;
      if (die.isPresent()) {
        add(name, chip.path(die.get().file()));
      } else {
        labelled(chip, "Tctl").ifPresent(s -> add(name + ".tctl", chip.path(s.file())));
      }
    }
  }

  private static Optional<HwmonChip.Sensor> labelled(HwmonChip chip, String label) {
    return chip.sensors("temp").stream()
        .filter(s -> s.label().orElse("").equals(label))
        .findFirst();
  }

  private void zones(Predicate<String> wanted) {
    List<String[]> matching = new ArrayList<>();
    for (String zone : root.names(ZONES)) {
      String type = root.text(ZONES + "/" + zone + "/type").orElse("").toLowerCase(Locale.ROOT);
      if (ZONE.matcher(zone).matches() && wanted.test(type)) {
        matching.add(new String[] {type, ZONES + "/" + zone + "/temp"});
      }
    }
    Set<String> names = new HashSet<>();
    for (String[] zone : matching.subList(0, Math.min(MAX_ZONES, matching.size()))) {
      String name = "zone-" + zone[0];
      for (int i = 2; !names.add(name); i++) {
        name = "zone-" + zone[0] + "-" + i;
      }
      add(name, zone[1]);
    }
    if (matching.size() > MAX_ZONES) {
      findings.gap(
          "temperature of every thermal zone",
          MAX_ZONES + " of " + matching.size() + " zones of processors are read",
          new Advice("none needed"));
    }
  }

  private void add(String name, String path) {
    found = true;
    Channel channel = new Channel.Gauge(name + ".temperature", HOST, "°C");
    NumberFile file =
        NumberFile.sensor(
            root,
            path,
            ValidRange.TEMPERATURE.min() / DEGREES_PER_MILLIDEGREE,
            ValidRange.TEMPERATURE.max() / DEGREES_PER_MILLIDEGREE);
    findings.add(SumPart.of(channel, file, DEGREES_PER_MILLIDEGREE));
  }
}
