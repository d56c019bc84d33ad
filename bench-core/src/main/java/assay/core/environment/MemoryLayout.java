package assay.core.environment;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.host.HostRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much memory the machine has and how it is laid out.
 *
 * <p>{@code MemTotal} is what the firmware and the kernel image leave, which varies by a few MiB
 * from kernel to kernel: the machine would look different after each update. Sizes are therefore
 * rounded up to whole GiB here; the exact amount is state.
 */
final class MemoryLayout {
  private static final String NODES = "sys/devices/system/node";
  private static final Pattern TOTAL = Pattern.compile("MemTotal:\\s+(\\d+) kB");
  private static final long KIB_PER_GIB = 1L << 20;

  private MemoryLayout() {}

  static void read(HostRoot root, Findings findings) {
    findings.identity("memory.size", gibibytes(root, "proc/meminfo"));
    findings.identity("memory.nodes", nodes(root));
    findings.identity("memory.modules", MemoryModules.read(root));
  }

  private static Availability<String> gibibytes(HostRoot root, String path) {
    Availability<String> text = root.text(path);
    if (!(text instanceof Available<String>(String known))) {
      return text;
    }
    Matcher total = TOTAL.matcher(known);
    return total.find()
        ? new Available<>(Math.ceilDiv(Long.parseLong(total.group(1)), KIB_PER_GIB) + " GiB")
        : new Unavailable<>(root.nameOf(path) + " has no 'MemTotal'");
  }

  /** A single node has all the memory; its size would only repeat the total. */
  private static Availability<String> nodes(HostRoot root) {
    List<String> folders = root.list(NODES, "node\\d+");
    if (folders.isEmpty()) {
      return new Unavailable<>(root.unlisted(NODES, "node"));
    }
    if (folders.size() == 1) {
      return new Available<>("1");
    }
    Optional<String> hidden = Processors.hidden(root);
    List<String> nodes = new ArrayList<>();
    for (String folder : folders) {
      String name = folder.substring(folder.lastIndexOf('/') + 1);
      String size = gibibytes(root, folder + "/meminfo").orElse("of unknown size");
      boolean processors = root.text(folder + "/cpulist") instanceof Available<String>;
      if (!processors && hidden.isPresent()) {
        return new Unavailable<>(hidden.get());
      }
      nodes.add(name + " " + size + (processors ? "" : " without processors"));
    }
    return new Available<>(String.join(", ", nodes));
  }
}
