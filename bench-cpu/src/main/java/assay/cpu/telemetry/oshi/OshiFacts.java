package assay.cpu.telemetry.oshi;

import assay.core.telemetry.Facts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import oshi.hardware.Baseboard;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.ProcessorCache;
import oshi.hardware.ComputerSystem;
import oshi.hardware.Firmware;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.PhysicalMemory;
import oshi.software.os.OperatingSystem;

/**
 * What OSHI knows of the machine for its fingerprint. Left out on purpose: serial numbers, UUIDs,
 * user and host names, and the microarchitecture, which OSHI infers from family and model and gets
 * wrong for recent processors.
 */
final class OshiFacts {
  private static final String TABLES =
      "OSHI finds none; it comes from the firmware's DMI tables, which are missing here or need root";

  private final Map<String, String> identity = new LinkedHashMap<>();
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final Map<String, String> unavailable = new LinkedHashMap<>();

  private OshiFacts() {}

  /** Queries everything once; a part that fails is unavailable with the reason. */
  static Facts of(HardwareAbstractionLayer hardware, OperatingSystem system) {
    OshiFacts f = new OshiFacts();
    f.part("cpu", () -> f.processor(hardware.getProcessor()));
    f.part("cache", () -> f.caches(hardware.getProcessor().getProcessorCaches()));
    f.part("memory.banks", () -> f.memory(hardware.getMemory().getPhysicalMemory()));
    f.part("machine", () -> f.machine(hardware.getComputerSystem()));
    f.part("machine.hypervisor", () -> f.hypervisor(hardware));
    f.part("os", () -> f.system(system));
    return new Facts(f.identity, f.settings, Map.of(), f.unavailable);
  }

  private void part(String key, Runnable part) {
    try {
      part.run();
    } catch (RuntimeException | LinkageError e) {
      unavailable.put(key, "OSHI failed: " + e);
    }
  }

  private void processor(CentralProcessor processor) {
    String info = "the operating system reports none";
    CentralProcessor.ProcessorIdentifier id = processor.getProcessorIdentifier();
    put(identity, "cpu.name", id.getName(), info);
    put(identity, "cpu.vendor", id.getVendor(), info);
    put(identity, "cpu.family", id.getFamily(), info);
    put(identity, "cpu.model", id.getModel(), info);
    put(identity, "cpu.stepping", id.getStepping(), info);
    long nodes =
        processor.getLogicalProcessors().stream().map(p -> p.getNumaNode()).distinct().count();
    count("cpu.sockets", processor.getPhysicalPackageCount());
    count("cpu.cores", processor.getPhysicalProcessorCount());
    count("cpu.processors", processor.getLogicalProcessorCount());
    count("cpu.numaNodes", nodes);
  }

  /** OSHI counts what is online, which is a setting. */
  private void count(String key, long count) {
    put(settings, key, count > 0 ? Long.toString(count) : "", "OSHI counted none");
  }

  /** Caches of one level and kind that differ, as in hybrid processors, are all named. */
  private void caches(List<ProcessorCache> caches) {
    Map<String, String> byName = new TreeMap<>();
    for (ProcessorCache cache : caches) {
      byName.merge(
          "cache.L" + cache.getLevel() + "." + cache.getType().toString().toLowerCase(Locale.ROOT),
          cacheText(cache),
          (a, b) -> a.equals(b) ? a : a + " | " + b);
    }
    if (byName.isEmpty()) {
      unavailable.put("cache", "the operating system lists no caches");
    }
    identity.putAll(byName);
  }

  private static String cacheText(ProcessorCache cache) {
    String text = cache.getCacheSize() > 0 ? cache.getCacheSize() + " B" : "size not told";
    if (cache.getLineSize() > 0) {
      text += ", lines of " + cache.getLineSize() + " B";
    }
    return cache.getAssociativity() > 0 ? text + ", " + cache.getAssociativity() + " ways" : text;
  }

  private void memory(List<PhysicalMemory> banks) {
    int number = 0;
    for (PhysicalMemory bank : banks) {
      if (bank.getCapacity() > 0) {
        identity.put("memory.bank-" + number++, bankText(bank));
      }
    }
    if (number == 0) {
      unavailable.put(
          "memory.banks",
          "OSHI finds none; dmidecode is not installed, or needs root, or is empty");
    }
  }

  /** dmidecode reports the transfer rate in MT/s; OSHI stores it per second. */
  private static String bankText(PhysicalMemory bank) {
    long rate = bank.getClockSpeed();
    return bank.getBankLabel()
        + ": "
        + bank.getCapacity()
        + " B "
        + bank.getMemoryType()
        + (rate > 0 ? ", " + rate / 1_000_000 + " MT/s" : ", speed not told");
  }

  private void machine(ComputerSystem machine) {
    put(identity, "machine.maker", machine.getManufacturer(), TABLES);
    put(identity, "machine.model", machine.getModel(), TABLES);
    Baseboard board = machine.getBaseboard();
    put(identity, "board.maker", board.getManufacturer(), TABLES);
    put(identity, "board.model", board.getModel(), TABLES);
    put(identity, "board.version", board.getVersion(), TABLES);
    Firmware firmware = machine.getFirmware();
    put(settings, "firmware.maker", firmware.getManufacturer(), TABLES);
    put(settings, "firmware.version", firmware.getVersion(), TABLES);
    put(settings, "firmware.date", firmware.getReleaseDate(), TABLES);
  }

  /**
   * Finding no hint of a hypervisor does not prove that there is none, so the text says only that.
   */
  private void hypervisor(HardwareAbstractionLayer hardware) {
    boolean flagged =
        hardware.getProcessor().getFeatureFlags().stream().anyMatch(l -> l.contains("hypervisor"));
    String otherwise = flagged ? "one that OSHI cannot name" : "no hint of one";
    settings.put("machine.hypervisor", hardware.getVirtualization().orElse(otherwise));
  }

  private void system(OperatingSystem system) {
    String reason = "OSHI does not report it";
    put(settings, "os.name", system.getFamily(), reason);
    put(settings, "os.version", system.getVersionInfo().getVersion(), reason);
    put(settings, "os.kernel", system.getVersionInfo().getBuildNumber(), reason);
  }

  /** OSHI returns "unknown" or an empty text for what it does not find. */
  private void put(Map<String, String> into, String key, @Nullable String value, String reason) {
    if (value == null || value.isBlank() || value.equalsIgnoreCase("unknown")) {
      unavailable.put(key, reason);
    } else {
      into.put(key, value.strip());
    }
  }
}
