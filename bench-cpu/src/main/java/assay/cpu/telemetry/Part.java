package assay.cpu.telemetry;

import assay.core.telemetry.Channel;
import assay.core.telemetry.Readings;
import java.util.List;

/** Channels of an instrument that are read together. */
interface Part extends AutoCloseable {
  /** Its channels, always the same. */
  List<Channel> channels();

  /**
   * Reads them.
   *
   * @param first index of the first of {@link #channels()} in {@code into}
   */
  void read(Readings into, int first);

  /** See {@link assay.core.telemetry.Instrument#follow}. */
  default void follow(long pid) {}

  @Override
  void close();
}
