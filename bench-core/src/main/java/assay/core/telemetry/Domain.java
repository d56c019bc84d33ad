package assay.core.telemetry;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A part of the machine that a channel observes.
 *
 * @param id unique within a run, such as {@code package-0}, {@code package-0/dram}, {@code gpu-0},
 *     {@code board-0000:3b:00.1}, {@code wall}
 * @param kind what it is
 * @param parent id of the domain whose energy contains this one's, null if there is none; a domain
 *     is never added to its parent
 * @param device key of its accelerator (UUID or PCI address, as in the device detail {@code
 *     telemetryKey}), null for parts of the host
 */
public record Domain(String id, Kind kind, @Nullable String parent, @Nullable String device) {
  /** Kinds of domains. */
  public enum Kind {
    /** A processor package: cores, caches, memory controller. */
    PACKAGE,
    /** The cores of a package, or one core. */
    CORES,
    /** The rest of a package, such as its graphics. */
    UNCORE,
    /** Memory that a package's own counter does not contain. */
    DRAM,
    /** The whole platform as measured by the processor (psys). */
    PLATFORM,
    /** A GPU board. */
    GPU,
    /** An FPGA or other accelerator board. */
    BOARD,
    /** A battery's discharge: the whole machine. */
    BATTERY,
    /** The whole machine at the wall plug. */
    WALL,
    /** The host's load, clocks, memory, temperatures; no energy. */
    HOST,
    /** The process under measurement; no energy. */
    PROCESS
  }

  public Domain {
    Objects.requireNonNull(kind, "kind");
    if (id.isBlank()) {
      throw new IllegalArgumentException("a domain needs an id");
    }
  }

  /** A part of the host that no other domain contains. */
  public static Domain host(String id, Kind kind) {
    return new Domain(id, kind, null, null);
  }

  /** A part of {@code parent}. */
  public static Domain within(Domain parent, String id, Kind kind) {
    return new Domain(id, kind, parent.id(), parent.device());
  }

  /** An accelerator. */
  public static Domain accelerator(String id, Kind kind, String device) {
    return new Domain(id, kind, null, device);
  }
}
