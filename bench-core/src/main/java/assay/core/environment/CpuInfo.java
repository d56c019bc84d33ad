package assay.core.environment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** {@code /proc/cpuinfo}: a block of {@code name : value} lines for each processor. */
final class CpuInfo {
  private static final String PLACE = "/proc/cpuinfo";

  private final List<Map<String, String>> blocks;
  private final String unread;

  private CpuInfo(List<Map<String, String>> blocks, String unread) {
    this.blocks = blocks;
    this.unread = unread;
  }

  static CpuInfo read(HostFiles files) {
    return switch (files.text("proc/cpuinfo")) {
      case Answer.Known known -> new CpuInfo(parse(known.value()), "");
      case Answer.Missing missing -> new CpuInfo(List.of(), missing.reason());
    };
  }

  private static List<Map<String, String>> parse(String text) {
    List<Map<String, String>> blocks = new ArrayList<>();
    Map<String, String> block = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        block.putIfAbsent(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      } else if (line.isBlank() && !block.isEmpty()) {
        blocks.add(block);
        block = new LinkedHashMap<>();
      }
    }
    blocks.add(block);
    return blocks;
  }

  /**
   * The value of the first of these names that any processor has; with counts where processors
   * differ.
   */
  Answer value(String... names) {
    for (String name : names) {
      List<String> values = values(name);
      if (!values.isEmpty()) {
        return new Answer.Known(Counted.of(values));
      }
    }
    return new Answer.Missing(
        unread.isEmpty() ? PLACE + " has no '" + String.join("', '", names) + "'" : unread);
  }

  /**
   * Two values of each processor in one, for processors that have both.
   *
   * @param form with two {@code %s}
   */
  Answer both(String form, String first, String second) {
    List<String> values = new ArrayList<>();
    for (Map<String, String> block : blocks) {
      String a = block.get(first);
      String b = block.get(second);
      if (a != null && b != null) {
        values.add(form.formatted(a, b));
      }
    }
    return values.isEmpty() ? value(first, second) : new Answer.Known(Counted.of(values));
  }

  /** All values of a name, one for each processor that has it. */
  List<String> values(String name) {
    List<String> values = new ArrayList<>();
    for (Map<String, String> block : blocks) {
      String value = block.get(name);
      if (value != null && !value.isEmpty()) {
        values.add(value);
      }
    }
    return values;
  }

  /** The words of the first processor's flags ({@code flags} on x86, {@code Features} on Arm). */
  Set<String> flags() {
    List<String> x86 = values("flags");
    List<String> flags = x86.isEmpty() ? values("Features") : x86;
    return flags.isEmpty() ? Set.of() : new TreeSet<>(List.of(flags.getFirst().split("\\s+", -1)));
  }
}
