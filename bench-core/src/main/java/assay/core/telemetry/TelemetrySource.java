package assay.core.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.host.HostRoot;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A source of telemetry, found through {@link java.util.ServiceLoader}. Loading the class must not
 * touch native code; {@link #open} may.
 */
public interface TelemetrySource {
  /** Id of the source that reads the external meter. */
  String WALL_METER = "wall-meter";

  /** Its name in records and on the command line, such as {@code rapl}. */
  String id();

  /** A one-line description for the list of sources: what it reads, and from where. */
  String description();

  /**
   * Whether it can provide energy or power on some machine, so that its absence is worth reporting.
   */
  default boolean metersEnergy() {
    return true;
  }

  /** Whether the energy that it can provide is that of accelerators, not of the host. */
  default boolean metersAccelerators() {
    return false;
  }

  /** Opens the source and verifies that it works. Never throws. */
  Availability<Opened> open(Context context);

  /**
   * Settings for a source.
   *
   * @param root where {@code /sys} and {@code /proc} are
   * @param wallMeter the external meter as given on the command line, if any
   */
  record Context(HostRoot root, Optional<String> wallMeter) {}

  /**
   * A source that can be read.
   *
   * @param gives one line: what it provides on this machine
   * @param gaps what it can provide elsewhere but not here
   */
  record Opened(Instrument instrument, String gives, List<Gap> gaps) {
    public Opened {
      gaps = List.copyOf(gaps);
    }
  }

  /**
   * A part of a source that provides nothing here.
   *
   * @param what such as {@code package-0 energy}
   * @param reason why not
   * @param remedy what would help
   * @param unmetered the domain whose energy is not metered for that reason; null if it is
   *     something else that is missing
   */
  record Gap(String what, String reason, Remedy remedy, @Nullable Domain unmetered) {
    /** A gap that leaves no energy unmetered. */
    public Gap(String what, String reason, Remedy remedy) {
      this(what, reason, remedy, null);
    }
  }
}
