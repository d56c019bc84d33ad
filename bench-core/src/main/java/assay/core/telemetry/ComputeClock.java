package assay.core.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The clock of what computes, among all channels: of an accelerator that of its compute units, of
 * the host the mean over its processors.
 *
 * @param instrument its index in {@link OpenSources#instruments()}
 * @param channel its index in {@link Instrument#channels()}
 * @param id of the channel
 */
public record ComputeClock(int instrument, int channel, String id) {
  /** By the ends of their ids, the best first. */
  private static final List<String> ACCELERATOR = List.of(".clock.sm", ".clock.graphics");

  private static final List<String> HOST = List.of("cpu.frequency.mean");

  /**
   * Looks for it.
   *
   * @param accelerator key of the accelerator that computes, as in {@link Domain#device}; empty
   *     where the host does
   * @return every channel that is one, the best first: one may have no value here
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
