package assay.cpu.telemetry.oshi;

import assay.core.telemetry.Channel;
import assay.core.telemetry.Readings;
import java.util.List;

/** Channels that one question to the operating system answers together. */
interface ChannelGroup {
  /** What it reads, always the same. */
  List<Channel> channels();

  /**
   * Reads them.
   *
   * @param first index of its first channel in {@code into}
   */
  void read(Readings into, int first);

  /** Says of all its channels why they have no value now. */
  default void missing(Readings into, int first, String reason) {
    for (int i = 0; i < channels().size(); i++) {
      into.missing(first + i, reason);
    }
  }
}
