package assay.core.environment;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.host.CpuInfo;
import assay.core.host.HostRoot;
import assay.core.telemetry.ValidRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The machine's temperatures and clocks, and the errors and throttling events it has counted. */
final class SensorState {
  private static final String ZONES = "sys/class/thermal";
  private static final String MONITORS = "sys/class/hwmon";
  private static final String EDAC = "sys/devices/system/edac/mc";
  private static final String SUPPLIES = "sys/class/power_supply";
  private static final double MILLI = 1e-3;
  private static final double KILO = 1e3;

  private final HostRoot root;
  private final CpuInfo info;

  private SensorState(HostRoot root, CpuInfo info) {
    this.root = root;
    this.info = info;
  }

  static void read(HostRoot root, CpuInfo info, Findings findings) {
    SensorState sensors = new SensorState(root, info);
    findings.state("temperatures", sensors.temperatures());
    findings.state("cpu.clock", sensors.clock());
    findings.state("cpu.throttles", sensors.throttles());
    findings.state("memory.errors", sensors.memoryErrors());
    findings.state("power.supply", sensors.supplies());
  }

  private OptionalLong number(String path) {
    String text = root.text(path).orElse("");
    return text.matches("-?\\d{1,18}") && !ValidRange.isAllOnes(Long.parseLong(text))
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  /** The numbers in those files that are readable. */
  private LongSummaryStatistics numbers(Stream<String> paths) {
    return numbers(paths, _ -> true);
  }

  private LongSummaryStatistics numbers(Stream<String> paths, LongPredicate possible) {
    return paths
        .map(this::number)
        .filter(OptionalLong::isPresent)
        .mapToLong(OptionalLong::getAsLong)
        .filter(possible)
        .summaryStatistics();
  }

  private Availability<String> temperatures() {
    List<String> found = new ArrayList<>();
    for (String zone : root.list(ZONES, "thermal_zone\\d+")) {
      temperature(found, zone, "/type", Stream.of(zone + "/temp"));
    }
    for (String monitor : root.list(MONITORS, "hwmon\\d+")) {
      Stream<String> inputs = root.list(monitor, "temp\\d+_input").stream();
      temperature(found, monitor, "/name", inputs);
    }
    return found.isEmpty()
        ? new Unavailable<>(
            root.unlisted(ZONES, "readable zone")
                + "; "
                + root.unlisted(MONITORS, "readable temperature"))
        : new Available<>(String.join(", ", found));
  }

  private void temperature(List<String> into, String folder, String name, Stream<String> inputs) {
    LongSummaryStatistics all = numbers(inputs, n -> ValidRange.TEMPERATURE.contains(MILLI * n));
    if (all.getCount() > 0) {
      String among = all.getCount() == 1 ? "" : " (highest of " + all.getCount() + ")";
      into.add(
          String.format(
              Locale.ROOT,
              "%s %.1f °C%s",
              root.text(folder + name).orElse("unnamed"),
              MILLI * all.getMax(),
              among));
    }
  }

  private Availability<String> clock() {
    List<String> folders = Processors.folders(root);
    LongSummaryStatistics kilohertz =
        numbers(
            folders.stream().map(cpu -> cpu + "/cpufreq/scaling_cur_freq"),
            n -> ValidRange.CLOCK.contains(KILO * n));
    if (kilohertz.getCount() > 0) {
      return megahertz(
          MILLI * kilohertz.getMin(), MILLI * kilohertz.getAverage(), MILLI * kilohertz.getMax());
    }
    double[] megahertz =
        info.values("cpu MHz").stream()
            .filter(text -> text.matches("\\d+(\\.\\d+)?"))
            .mapToDouble(Double::parseDouble)
            .sorted()
            .toArray();
    return megahertz.length == 0
        ? new Unavailable<>(
            "no processor has cpufreq/scaling_cur_freq, and /proc/cpuinfo has no 'cpu MHz'")
        : megahertz(
            megahertz[0],
            java.util.Arrays.stream(megahertz).average().orElseThrow(),
            megahertz[megahertz.length - 1]);
  }

  private static Availability<String> megahertz(double min, double mean, double max) {
    return new Available<>(
        String.format(Locale.ROOT, "%.0f to %.0f MHz, mean %.0f", min, max, mean));
  }

  /** Only Intel processors count them. */
  private Availability<String> throttles() {
    List<String> folders = Processors.folders(root);
    LongSummaryStatistics core =
        numbers(folders.stream().map(cpu -> cpu + "/thermal_throttle/core_throttle_count"));
    LongSummaryStatistics socket =
        numbers(folders.stream().map(cpu -> cpu + "/thermal_throttle/package_throttle_count"));
    return core.getCount() == 0
        ? new Unavailable<>("no processor has thermal_throttle/core_throttle_count")
        : new Available<>(
            "since boot: at most "
                + core.getMax()
                + " per core"
                + (socket.getCount() == 0 ? "" : ", at most " + socket.getMax() + " per package"));
  }

  private Availability<String> memoryErrors() {
    List<String> controllers = root.list(EDAC, "mc\\d+");
    LongSummaryStatistics corrected = numbers(controllers.stream().map(mc -> mc + "/ce_count"));
    LongSummaryStatistics uncorrected = numbers(controllers.stream().map(mc -> mc + "/ue_count"));
    return corrected.getCount() == 0 || uncorrected.getCount() == 0
        ? new Unavailable<>(root.unlisted(EDAC, "memory controller with error counts"))
        : new Available<>(
            corrected.getSum() + " corrected, " + uncorrected.getSum() + " uncorrected");
  }

  private Availability<String> supplies() {
    List<String> found = new ArrayList<>();
    for (String supply : root.list(SUPPLIES, ".+")) {
      String type = root.text(supply + "/type").orElse("unnamed");
      String online =
          root.text(supply + "/online").map(on -> on.equals("0") ? "off" : "on").orElse("");
      String status = root.text(supply + "/status").orElse("");
      String percent = root.text(supply + "/capacity").map(c -> c + " %").orElse("");
      found.add(
          Stream.of(type, online, status, percent)
              .filter(word -> !word.isEmpty())
              .collect(Collectors.joining(" ")));
    }
    return found.isEmpty()
        ? new Unavailable<>(root.unlisted(SUPPLIES, "supply"))
        : new Available<>(String.join(", ", found));
  }
}
