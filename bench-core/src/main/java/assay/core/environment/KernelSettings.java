package assay.core.environment;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.host.HostRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Operating system settings. */
final class KernelSettings {
  private static final String VULNERABILITIES = "sys/devices/system/cpu/vulnerabilities";
  private static final String HUGEPAGES = "sys/kernel/mm/hugepages";
  private static final Pattern CHOSEN = Pattern.compile("\\[([^\\]]+)\\]");
  private static final Pattern PRETTY_NAME = Pattern.compile("(?m)^PRETTY_NAME=\"?([^\"\n]+)");

  private final HostRoot root;

  private KernelSettings(HostRoot root) {
    this.root = root;
  }

  static void read(HostRoot root, Findings findings) {
    KernelSettings k = new KernelSettings(root);
    findings.settings("os.release", k.distribution());
    findings.settings("kernel.release", root.text("proc/sys/kernel/osrelease"));
    findings.settings("kernel.build", root.text("proc/sys/kernel/version"));
    findings.settings(
        "kernel.commandLine", root.text("proc/cmdline").map(KernelCommandLine::withoutNames));
    findings.settings("kernel.clocksource", k.clocksource());
    findings.settings(
        "kernel.addressRandomisation", root.text("proc/sys/kernel/randomize_va_space"));
    k.mitigations(findings);
    k.memory(findings);
  }

  private Availability<String> distribution() {
    Availability<String> text =
        root.text("etc/os-release").or(() -> root.text("usr/lib/os-release"));
    if (!(text instanceof Available<String>(String known))) {
      return text;
    }
    Matcher name = PRETTY_NAME.matcher(known);
    return name.find()
        ? new Available<>(name.group(1))
        : new Unavailable<>("/etc/os-release has no PRETTY_NAME");
  }

  private Availability<String> clocksource() {
    return root.text("sys/devices/system/clocksource/clocksource0/current_clocksource");
  }

  private void mitigations(Findings findings) {
    List<String> known = root.list(VULNERABILITIES, ".+");
    if (known.isEmpty()) {
      findings.settings(
          "mitigations", new Unavailable<>(root.unlisted(VULNERABILITIES, "vulnerability")));
    }
    for (String file : known) {
      findings.settings(
          "mitigations." + file.substring(file.lastIndexOf('/') + 1), root.text(file));
    }
  }

  private void memory(Findings findings) {
    String transparent = "sys/kernel/mm/transparent_hugepage/";
    findings.settings("memory.transparentHugepages", chosen(transparent + "enabled"));
    findings.settings("memory.transparentHugepagesDefrag", chosen(transparent + "defrag"));
    findings.settings("memory.hugepages", hugepages());
    findings.settings("memory.numaBalancing", root.text("proc/sys/kernel/numa_balancing"));
    findings.settings("memory.swappiness", root.text("proc/sys/vm/swappiness"));
    findings.settings("memory.swap", swap());
  }

  /** The kernel lists the choices and puts the active one in brackets. */
  private Availability<String> chosen(String path) {
    return root.text(path)
        .map(text -> {
          Matcher matcher = CHOSEN.matcher(text);
          return matcher.find() ? matcher.group(1) : text;
        });
  }

  private Availability<String> hugepages() {
    List<String> sizes = new ArrayList<>();
    for (String folder : root.list(HUGEPAGES, "hugepages-\\d+kB")) {
      String size = folder.substring(folder.lastIndexOf('-') + 1);
      sizes.add(root.text(folder + "/nr_hugepages").orElse("unknown") + " × " + size);
    }
    return sizes.isEmpty()
        ? new Unavailable<>(root.unlisted(HUGEPAGES, "size"))
        : new Available<>(String.join(", ", sizes));
  }

  /** Kind and size of each swap area, without its path, which may name the machine. */
  private Availability<String> swap() {
    Availability<String> text = root.text("proc/swaps");
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
