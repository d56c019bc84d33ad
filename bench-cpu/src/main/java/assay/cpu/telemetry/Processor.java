package assay.cpu.telemetry;

import assay.core.telemetry.HostRoot;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;

/**
 * What {@code /proc/cpuinfo} says about the processor's maker.
 *
 * @param virtual whether the processor says that a hypervisor runs it; Arm processors do not
 */
record Processor(Maker maker, boolean virtual) {
  /** Who made it. */
  enum Maker {
    INTEL,
    AMD,
    ARM,
    OTHER
  }

  static Processor read(HostRoot root) {
    Maker maker = Maker.OTHER;
    boolean virtual = false;
    try (BufferedReader lines = Files.newBufferedReader(root.resolve("proc/cpuinfo"))) {
      // The first processor stands for all: the whole file is long on large machines.
      for (String line = lines.readLine();
          line != null && !line.isBlank();
          line = lines.readLine()) {
        String text = line.toLowerCase(Locale.ROOT);
        if (text.startsWith("vendor_id")) {
          maker = ofVendor(text);
        } else if (text.startsWith("cpu implementer")) {
          maker = Maker.ARM;
        } else if (text.startsWith("flags")) {
          virtual = (text + " ").contains(" hypervisor ");
        }
      }
    } catch (IOException e) {
      return new Processor(Maker.OTHER, false);
    }
    return new Processor(maker, virtual);
  }

  private static Maker ofVendor(String line) {
    if (line.contains("genuineintel")) {
      return Maker.INTEL;
    }
    return line.contains("authenticamd") || line.contains("hygongenuine") ? Maker.AMD : Maker.OTHER;
  }
}
