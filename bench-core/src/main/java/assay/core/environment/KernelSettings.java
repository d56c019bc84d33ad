package assay.core.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the operating system is set. */
final class KernelSettings {
  private static final String VULNERABILITIES = "sys/devices/system/cpu/vulnerabilities";
  private static final String HUGEPAGES = "sys/kernel/mm/hugepages";
  private static final Pattern CHOSEN = Pattern.compile("\\[([^\\]]+)\\]");
  private static final Pattern PRETTY_NAME = Pattern.compile("(?m)^PRETTY_NAME=\"?([^\"\n]+)");

  private final HostFiles files;

  private KernelSettings(HostFiles files) {
    this.files = files;
  }

  static void read(HostFiles files, Findings findings) {
    KernelSettings k = new KernelSettings(files);
    findings.settings("os.release", k.distribution());
    findings.settings("kernel.release", files.text("proc/sys/kernel/osrelease"));
    findings.settings("kernel.build", files.text("proc/sys/kernel/version"));
    findings.settings(
        "kernel.commandLine", files.text("proc/cmdline").map(KernelCommandLine::withoutNames));
    findings.settings("kernel.clocksource", k.clocksource());
    findings.settings(
        "kernel.addressRandomisation", files.text("proc/sys/kernel/randomize_va_space"));
    k.mitigations(findings);
    k.memory(findings);
  }

  private Answer distribution() {
    Answer text = files.text("etc/os-release").or(() -> files.text("usr/lib/os-release"));
    if (!(text instanceof Answer.Known known)) {
      return text;
    }
    Matcher name = PRETTY_NAME.matcher(known.value());
    return name.find()
        ? new Answer.Known(name.group(1))
        : new Answer.Missing("/etc/os-release has no PRETTY_NAME");
  }

  private Answer clocksource() {
    return files.text("sys/devices/system/clocksource/clocksource0/current_clocksource");
  }

  private void mitigations(Findings findings) {
    List<String> known = files.list(VULNERABILITIES, ".+");
    if (known.isEmpty()) {
      findings.settings(
          "mitigations", new Answer.Missing(files.unlisted(VULNERABILITIES, "vulnerability")));
    }
    for (String file : known) {
      findings.settings(
          "mitigations." + file.substring(file.lastIndexOf('/') + 1), files.text(file));
    }
  }

  private void memory(Findings findings) {
    String transparent = "sys/kernel/mm/transparent_hugepage/";
    findings.settings("memory.transparentHugepages", chosen(transparent + "enabled"));
    findings.settings("memory.transparentHugepagesDefrag", chosen(transparent + "defrag"));
    findings.settings("memory.hugepages", hugepages());
    findings.settings("memory.numaBalancing", files.text("proc/sys/kernel/numa_balancing"));
    findings.settings("memory.swappiness", files.text("proc/sys/vm/swappiness"));
    findings.settings("memory.swap", swap());
  }

  /** The kernel lists the choices and puts the one that holds into brackets. */
  private Answer chosen(String path) {
    return files
        .text(path)
        .map(text -> {
          Matcher matcher = CHOSEN.matcher(text);
          return matcher.find() ? matcher.group(1) : text;
        });
  }

  private Answer hugepages() {
    List<String> sizes = new ArrayList<>();
    for (String folder : files.list(HUGEPAGES, "hugepages-\\d+kB")) {
      String size = folder.substring(folder.lastIndexOf('-') + 1);
      sizes.add(files.text(folder + "/nr_hugepages").orElse("unknown") + " × " + size);
    }
    return sizes.isEmpty()
        ? new Answer.Missing(files.unlisted(HUGEPAGES, "size"))
        : new Answer.Known(String.join(", ", sizes));
  }

  /** Kind and size of each swap area; its path may name the machine. */
  private Answer swap() {
    Answer text = files.text("proc/swaps");
    return text.map(table -> {
      List<String> areas = new ArrayList<>();
      for (String line : table.lines().skip(1).toList()) {
        String[] columns = line.strip().split("\\s+", -1);
        areas.add(
            columns.length > 2 ? columns[1] + " of " + columns[2] + " KiB" : "unreadable line");
      }
      return areas.isEmpty() ? "off" : "on: " + String.join(", ", areas);
    });
  }
}
