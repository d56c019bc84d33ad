package assay.core.telemetry;

import java.util.List;

/**
 * An open source. Used by one thread at a time; reading must be cheap, since it happens during
 * measurements.
 */
public interface Instrument extends AutoCloseable {
  /** Its channels; the list does not change while it is open. */
  List<Channel> channels();

  /**
   * Reads every channel once. Never throws: a value that cannot be read is missing with a reason,
   * and may be available again at the next reading.
   *
   * @param into has as many channels as {@link #channels()}
   */
  void read(Readings into);

  /** Whether it reads energy or power, and is therefore read more often in an energy window. */
  default boolean metersEnergy() {
    return channels().stream()
        .anyMatch(c -> c instanceof Channel.EnergyCounter || c instanceof Channel.Power);
  }

  /** Its facts for the machine's fingerprint. */
  default Facts facts() {
    return Facts.none();
  }

  /**
   * The process under measurement has changed.
   *
   * @param pid its process id; 0 if there is none
   */
  default void follow(long pid) {}

  @Override
  void close();
}
