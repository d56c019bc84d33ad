package assay.core.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much memory the machine has and how it is laid out.
 *
 * <p>{@code MemTotal} is what the firmware and the kernel's own image left over, a few MiB more or
 * less with every kernel; a machine would seem another after each update. Sizes are therefore
 * rounded up to whole GiB here, and the exact amount is part of the state.
 */
final class MemoryLayout {
  private static final String NODES = "sys/devices/system/node";
  private static final Pattern TOTAL = Pattern.compile("MemTotal:\\s+(\\d+) kB");
  private static final long KIB_PER_GIB = 1L << 20;

  private MemoryLayout() {}

  static void read(HostFiles files, Findings findings) {
    findings.identity("memory.size", gibibytes(files, "proc/meminfo"));
    findings.identity("memory.nodes", nodes(files));
    findings.identity("memory.modules", MemoryModules.read(files));
  }

  private static Answer gibibytes(HostFiles files, String path) {
    Answer text = files.text(path);
    if (!(text instanceof Answer.Known known)) {
      return text;
    }
    Matcher total = TOTAL.matcher(known.value());
    return total.find()
        ? new Answer.Known(Math.ceilDiv(Long.parseLong(total.group(1)), KIB_PER_GIB) + " GiB")
        : new Answer.Missing(files.name(path) + " has no 'MemTotal'");
  }

  /** A single node holds all the memory; its size would only repeat that. */
  private static Answer nodes(HostFiles files) {
    List<String> folders = files.list(NODES, "node\\d+");
    if (folders.isEmpty()) {
      return new Answer.Missing(files.unlisted(NODES, "node"));
    }
    if (folders.size() == 1) {
      return new Answer.Known("1");
    }
    List<String> nodes = new ArrayList<>();
    for (String folder : folders) {
      String name = folder.substring(folder.lastIndexOf('/') + 1);
      String size = gibibytes(files, folder + "/meminfo").orElse("of unknown size");
      boolean processors = files.text(folder + "/cpulist") instanceof Answer.Known;
      nodes.add(name + " " + size + (processors ? "" : " without processors"));
    }
    return new Answer.Known(String.join(", ", nodes));
  }
}
