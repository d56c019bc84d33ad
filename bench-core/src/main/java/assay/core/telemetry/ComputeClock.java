package assay.core.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The clock channel of the computing device: for an accelerator that of its compute units, for the
 * host the mean over its processors.
 *
 * @param instrument its index in {@link OpenSources#instruments()}
 * @param channel its index in {@link Instrument#channels()}
 * @param id id of the channel
 */
public record ComputeClock(int instrument, int channel, String id) {
  /** Suffixes of channel ids, best first. */
  private static final List<String> ACCELERATOR = List.of(".clock.sm", ".clock.graphics");

  private static final List<String> HOST = List.of("cpu.frequency.mean");

  /**
   * Finds the clock.
   *
   * @param accelerator key of the computing accelerator, as in {@link Domain#device}; empty for the
   *     host
   * @return all candidate channels, best first, since some may have no value here
   */
  public static List<ComputeClock> find(
      List<OpenSources.Opened> instruments, Optional<String> accelerator) {
    List<ComputeClock> found = new ArrayList<>();
    for (String end : accelerator.isPresent() ? ACCELERATOR : HOST) {
      for (int i = 0; i < instruments.size(); i++) {
        List<Channel> channels = instruments.get(i).instrument().channels();
        for (int c = 0; c < channels.size(); c++) {
          Channel channel = channels.get(c);
          boolean same = Optional.ofNullable(channel.domain().device()).equals(accelerator);
          if (same && channel.unit().equals("Hz") && channel.id().endsWith(end)) {
            found.add(new ComputeClock(i, c, channel.id()));
          }
        }
      }
    }
    return found;
  }
}
