package assay.core.host;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.files.AnyText;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** {@code /proc/cpuinfo}: a block of {@code name : value} lines for each processor. */
public final class CpuInfo {
  private static final String FILE = "proc/cpuinfo";

  private final List<Map<String, String>> blocks;
  private final String unread;

  private CpuInfo(List<Map<String, String>> blocks, String unread) {
    this.blocks = blocks;
    this.unread = unread;
  }

  /** The processor's vendor. */
  public enum Maker {
    INTEL,
    AMD,
    ARM,
    OTHER
  }

  /** All processors. */
  public static CpuInfo read(HostRoot root) {
    return switch (root.text(FILE)) {
      case Available<String>(String text) -> new CpuInfo(parse(text), "");
      case Unavailable<String> none -> new CpuInfo(List.of(), none.reason());
    };
  }

  /** Only the first processor: the whole file is long on large machines. */
  public static CpuInfo first(HostRoot root) {
    try (BufferedReader lines = AnyText.lines(root.resolve(FILE))) {
      return new CpuInfo(
          parse(lines.lines().takeWhile(line -> !line.isBlank()).collect(Collectors.joining("\n"))),
          "");
    } catch (IOException e) {
      return read(root);
    }
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
   * The value of the first of these names that any processor has; with counts if processors differ.
   */
  public Availability<String> value(String... names) {
    for (String name : names) {
      List<String> values = values(name);
      if (!values.isEmpty()) {
        return new Available<>(Counted.of(values));
      }
    }
    return new Unavailable<>(
        unread.isEmpty() ? "/" + FILE + " has no '" + String.join("', '", names) + "'" : unread);
  }

  /**
   * Two values of each processor combined, for processors that have both.
   *
   * @param form with two {@code %s}
   */
  public Availability<String> both(String form, String first, String second) {
    List<String> values = new ArrayList<>();
    for (Map<String, String> block : blocks) {
      String a = block.get(first);
      String b = block.get(second);
      if (a != null && b != null) {
        values.add(String.format(Locale.ROOT, form, a, b));
      }
    }
    return values.isEmpty() ? value(first, second) : new Available<>(Counted.of(values));
  }

  /** All values of a name, one per processor that has it. */
  public List<String> values(String name) {
    List<String> values = new ArrayList<>();
    for (Map<String, String> block : blocks) {
      String value = block.get(name);
      if (value != null && !value.isEmpty()) {
        values.add(value);
      }
    }
    return values;
  }

  /** The first processor's feature flags ({@code flags} on x86, {@code Features} on Arm). */
  public Set<String> flags() {
    List<String> x86 = values("flags");
    List<String> flags = x86.isEmpty() ? values("Features") : x86;
    return flags.isEmpty() ? Set.of() : new TreeSet<>(List.of(flags.getFirst().split("\\s+", -1)));
  }

  /** Whether the processor reports a hypervisor; Arm processors never do. */
  public boolean virtual() {
    return flags().contains("hypervisor");
  }

  /** The vendor; {@link Maker#OTHER} if it cannot be read. */
  public Maker maker() {
    if (!values("CPU implementer").isEmpty()) {
      return Maker.ARM;
    }
    return switch (String.join(" ", values("vendor_id")).toLowerCase(Locale.ROOT)) {
      case String v when v.contains("genuineintel") -> Maker.INTEL;
      case String v when v.contains("authenticamd") || v.contains("hygongenuine") -> Maker.AMD;
      default -> Maker.OTHER;
    };
  }
}
