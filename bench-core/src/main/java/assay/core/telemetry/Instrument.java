package assay.core.telemetry;

import java.util.List;

/**
 * An opened source. Used by one thread at a time; reading must be cheap, since it happens beside a
 * measurement.
 */
public interface Instrument extends AutoCloseable {
  /** What it reads, the same list for as long as it is open. */
  List<Channel> channels();

  /**
   * Reads every channel once. Never throws: what cannot be read (any more) is missing with a
   * reason, and may be there again at the next reading.
   *
   * @param into as many channels as {@link #channels()}
   */
  void read(Readings into);

  /** Whether it reads energy or power, and is therefore read more often in an energy window. */
  default boolean metersEnergy() {
    return channels().stream()
        .anyMatch(c -> c instanceof Channel.EnergyCounter || c instanceof Channel.Power);
  }

  /** What it knows for the machine's fingerprint. */
  default Facts facts() {
    return Facts.none();
  }

  /**
   * The process under measurement has changed.
   *
   * @param pid its id; 0 when there is none
   */
  default void follow(long pid) {}

  @Override
  void close();
}
