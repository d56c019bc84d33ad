package assay.core.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How warm and how fast the machine is, and what errors and throttling it has counted. */
final class SensorState {
  private static final String ZONES = "sys/class/thermal";
  private static final String MONITORS = "sys/class/hwmon";
  private static final String EDAC = "sys/devices/system/edac/mc";
  private static final String SUPPLIES = "sys/class/power_supply";
  private static final double MILLI = 1e-3;

  private final HostFiles files;
  private final CpuInfo info;

  private SensorState(HostFiles files, CpuInfo info) {
    this.files = files;
    this.info = info;
  }

  static void read(HostFiles files, CpuInfo info, Findings findings) {
    SensorState sensors = new SensorState(files, info);
    findings.state("temperatures", sensors.temperatures());
    findings.state("cpu.clock", sensors.clock());
    findings.state("cpu.throttles", sensors.throttles());
    findings.state("memory.errors", sensors.memoryErrors());
    findings.state("power.supply", sensors.supplies());
  }

  private OptionalLong number(String path) {
    String text = files.text(path).orElse("");
    return text.matches("-?\\d{1,18}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  /** All numbers of these files that can be read. */
  private LongSummaryStatistics numbers(Stream<String> paths) {
    return paths
        .map(this::number)
        .filter(OptionalLong::isPresent)
        .mapToLong(OptionalLong::getAsLong)
        .summaryStatistics();
  }

  private Answer temperatures() {
    List<String> found = new ArrayList<>();
    for (String zone : files.list(ZONES, "thermal_zone\\d+")) {
      temperature(found, zone, "/type", Stream.of(zone + "/temp"));
    }
    for (String monitor : files.list(MONITORS, "hwmon\\d+")) {
      Stream<String> inputs = files.list(monitor, "temp\\d+_input").stream();
      temperature(found, monitor, "/name", inputs);
    }
    return found.isEmpty()
        ? new Answer.Missing(
            files.unlisted(ZONES, "zone that can be read")
                + "; "
                + files.unlisted(MONITORS, "temperature that can be read"))
        : new Answer.Known(String.join(", ", found));
  }

  private void temperature(List<String> into, String folder, String name, Stream<String> inputs) {
    LongSummaryStatistics all = numbers(inputs);
    if (all.getCount() > 0) {
      String most = all.getCount() == 1 ? "" : " at most of " + all.getCount();
      into.add(
          String.format(
              Locale.ROOT,
              "%s %.1f °C%s",
              files.text(folder + name).orElse("unnamed"),
              MILLI * all.getMax(),
              most));
    }
  }

  private Answer clock() {
    List<String> folders = Processors.folders(files);
    LongSummaryStatistics kilohertz =
        numbers(folders.stream().map(cpu -> cpu + "/cpufreq/scaling_cur_freq"));
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
        ? new Answer.Missing(
            "no processor has cpufreq/scaling_cur_freq, and /proc/cpuinfo has no 'cpu MHz'")
        : megahertz(
            megahertz[0],
            java.util.Arrays.stream(megahertz).average().orElseThrow(),
            megahertz[megahertz.length - 1]);
  }

  private static Answer megahertz(double least, double mean, double most) {
    return new Answer.Known(
        String.format(Locale.ROOT, "%.0f to %.0f MHz, mean %.0f", least, most, mean));
  }

  /** Only Intel's processors count them. */
  private Answer throttles() {
    List<String> folders = Processors.folders(files);
    LongSummaryStatistics core =
        numbers(folders.stream().map(cpu -> cpu + "/thermal_throttle/core_throttle_count"));
    LongSummaryStatistics socket =
        numbers(folders.stream().map(cpu -> cpu + "/thermal_throttle/package_throttle_count"));
    return core.getCount() == 0
        ? new Answer.Missing("no processor has thermal_throttle/core_throttle_count")
        : new Answer.Known(
            "since start: a core at most "
                + core.getMax()
                + (socket.getCount() == 0 ? "" : ", a package at most " + socket.getMax()));
  }

  private Answer memoryErrors() {
    List<String> controllers = files.list(EDAC, "mc\\d+");
    LongSummaryStatistics corrected = numbers(controllers.stream().map(mc -> mc + "/ce_count"));
    LongSummaryStatistics uncorrected = numbers(controllers.stream().map(mc -> mc + "/ue_count"));
    return corrected.getCount() == 0 || uncorrected.getCount() == 0
        ? new Answer.Missing(files.unlisted(EDAC, "memory controller with counts"))
        : new Answer.Known(
            corrected.getSum() + " corrected, " + uncorrected.getSum() + " uncorrected");
  }

  private Answer supplies() {
    List<String> found = new ArrayList<>();
    for (String supply : files.list(SUPPLIES, ".+")) {
      String type = files.text(supply + "/type").orElse("unnamed");
      String online =
          files.text(supply + "/online").map(on -> on.equals("0") ? "off" : "on").orElse("");
      String status = files.text(supply + "/status").orElse("");
      String percent = files.text(supply + "/capacity").map(c -> c + " %").orElse("");
      found.add(
          Stream.of(type, online, status, percent)
              .filter(word -> !word.isEmpty())
              .collect(Collectors.joining(" ")));
    }
    return found.isEmpty()
        ? new Answer.Missing(files.unlisted(SUPPLIES, "supply"))
        : new Answer.Known(String.join(", ", found));
  }
}
