package assay.core.environment;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.host.HostRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How busy the machine is. */
final class LoadState {
  private static final Pattern PRESSURE = Pattern.compile("(some|full) avg10=(\\S+)");
  private static final int RUN_QUEUE = 3;
  private static final double SECONDS_PER_HOUR = 3600;

  private LoadState() {}

  static void read(HostRoot root, Findings findings) {
    Availability<String> load = root.text("proc/loadavg");
    findings.state("load.average", field(root, load, 0, RUN_QUEUE));
    findings.state(
        "load.runQueue",
        field(root, load, RUN_QUEUE, 1)
            .map(queue -> queue.replace("/", " runnable of ") + " threads"));
    for (String resource : List.of("cpu", "memory", "io")) {
      findings.state("load.pressure." + resource, pressure(root, "proc/pressure/" + resource));
    }
    findings.state("memory.total", meminfo(root, "MemTotal"));
    findings.state("memory.available", meminfo(root, "MemAvailable"));
    findings.state("uptime", uptime(root));
  }

  private static Availability<String> field(
      HostRoot root, Availability<String> line, int first, int count) {
    if (!(line instanceof Available<String>(String known))) {
      return line;
    }
    List<String> fields = List.of(known.split("\\s+", -1));
    return fields.size() < first + count
        ? new Unavailable<>(root.nameOf("proc/loadavg") + " has too few fields")
        : new Available<>(String.join(" ", fields.subList(first, first + count)));
  }

  /** Share of the last 10 s in which some or all tasks were stalled. */
  private static Availability<String> pressure(HostRoot root, String path) {
    Availability<String> text = root.text(path);
    if (!(text instanceof Available<String>(String known))) {
      return text;
    }
    List<String> shares = new ArrayList<>();
    Matcher matcher = PRESSURE.matcher(known);
    while (matcher.find()) {
      shares.add(matcher.group(1) + " " + matcher.group(2) + " %");
    }
    return shares.isEmpty()
        ? new Unavailable<>(root.nameOf(path) + " has no 'avg10'")
        : new Available<>(String.join(", ", shares));
  }

  private static Availability<String> meminfo(HostRoot root, String name) {
    Availability<String> text = root.text("proc/meminfo");
    if (!(text instanceof Available<String>(String known))) {
      return text;
    }
    Matcher line = Pattern.compile("(?m)^" + name + ":\\s+(\\d+) kB").matcher(known);
    return line.find()
        ? new Available<>(line.group(1) + " KiB")
        : new Unavailable<>("/proc/meminfo has no '" + name + "'");
  }

  private static Availability<String> uptime(HostRoot root) {
    Availability<String> text = root.text("proc/uptime");
    if (!(text instanceof Available<String>(String known))) {
      return text;
    }
    String seconds = known.replaceFirst("\\s.*", "");
    return seconds.matches("\\d+(\\.\\d+)?")
        ? new Available<>(Math.round(Double.parseDouble(seconds) / SECONDS_PER_HOUR) + " h")
        : new Unavailable<>("/proc/uptime is not a number of seconds: " + seconds);
  }
}
