package assay.cpu.telemetry.oshi;

import assay.core.telemetry.Channel;
import assay.core.telemetry.Readings;
import java.util.List;

/** Channels that one query to the operating system fills together. */
interface ChannelGroup {
  /** Its channels, always the same. */
  List<Channel> channels();

  /**
   * Reads them.
   *
   * @param first index of its first channel in {@code into}
   */
  void read(Readings into, int first);

  /** Marks all its channels as missing, with the reason. */
  default void missing(Readings into, int first, String reason) {
    for (int i = 0; i < channels().size(); i++) {
      into.missing(first + i, reason);
    }
  }
}
