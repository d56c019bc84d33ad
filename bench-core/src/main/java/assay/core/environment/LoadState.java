package assay.core.environment;

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

  static void read(HostFiles files, Findings findings) {
    Answer load = files.text("proc/loadavg");
    findings.state("load.average", field(files, load, 0, RUN_QUEUE));
    findings.state(
        "load.runQueue",
        field(files, load, RUN_QUEUE, 1)
            .map(queue -> queue.replace("/", " runnable of ") + " threads"));
    for (String resource : List.of("cpu", "memory", "io")) {
      findings.state("load.pressure." + resource, pressure(files, "proc/pressure/" + resource));
    }
    findings.state("memory.total", meminfo(files, "MemTotal"));
    findings.state("memory.available", meminfo(files, "MemAvailable"));
    findings.state("uptime", uptime(files));
  }

  private static Answer field(HostFiles files, Answer line, int first, int count) {
    if (!(line instanceof Answer.Known known)) {
      return line;
    }
    List<String> fields = List.of(known.value().split("\\s+", -1));
    return fields.size() < first + count
        ? new Answer.Missing(files.name("proc/loadavg") + " has too few fields")
        : new Answer.Known(String.join(" ", fields.subList(first, first + count)));
  }

  /** Share of the last 10 s in which some or all tasks were held up. */
  private static Answer pressure(HostFiles files, String path) {
    Answer text = files.text(path);
    if (!(text instanceof Answer.Known known)) {
      return text;
    }
    List<String> shares = new ArrayList<>();
    Matcher matcher = PRESSURE.matcher(known.value());
    while (matcher.find()) {
      shares.add(matcher.group(1) + " " + matcher.group(2) + " %");
    }
    return shares.isEmpty()
        ? new Answer.Missing(files.name(path) + " has no 'avg10'")
        : new Answer.Known(String.join(", ", shares));
  }

  private static Answer meminfo(HostFiles files, String name) {
    Answer text = files.text("proc/meminfo");
    if (!(text instanceof Answer.Known known)) {
      return text;
    }
    Matcher line = Pattern.compile("(?m)^" + name + ":\\s+(\\d+) kB").matcher(known.value());
    return line.find()
        ? new Answer.Known(line.group(1) + " KiB")
        : new Answer.Missing("/proc/meminfo has no '" + name + "'");
  }

  private static Answer uptime(HostFiles files) {
    Answer text = files.text("proc/uptime");
    if (!(text instanceof Answer.Known known)) {
      return text;
    }
    String seconds = known.value().replaceFirst("\\s.*", "");
    return seconds.matches("\\d+(\\.\\d+)?")
        ? new Answer.Known(Math.round(Double.parseDouble(seconds) / SECONDS_PER_HOUR) + " h")
        : new Answer.Missing("/proc/uptime is no number of seconds: " + seconds);
  }
}
