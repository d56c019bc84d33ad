package assay.cli.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What a {@link ScriptedTarget} does in one cell: the truth that a record is held against.
 *
 * @param nanos true time of a warm execution, ns; 0 for no longer than the computation takes
 * @param deviceNanos what the device's own clock says of it, ns; 0 without such a clock
 * @param cold by how much longer the first call of a fork takes, as a share of its time; the next
 *     ones take less and less longer, and from call {@link #COLD_CALLS} on they are warm
 * @param noise half-width of the uniform noise between iterations, as a share of the time
 * @param forks factor of both times in each fork, beginning again after the last
 * @param microjoules what an execution adds to the processor's energy counter
 * @param throttled forks in which the processor is throttled all the time
 * @param fault what goes wrong
 */
public record Script(
    double nanos,
    double deviceNanos,
    double cold,
    double noise,
    List<Double> forks,
    long microjoules,
    Set<Integer> throttled,
    Fault fault) {
  /** Calls of a fork until it is warm. */
  public static final int COLD_CALLS = 5;

  /** Takes as long as it takes. */
  public static Script of(Fault fault) {
    return new Script(0, 0, 0, 0, List.of(1.0), 0, Set.of(), fault);
  }

  /** The same on a device whose clock says that time of every execution. */
  Script withDeviceNanos(double device) {
    return new Script(nanos, device, cold, noise, forks, microjoules, throttled, fault);
  }

  /** The same, by a factor slower on both clocks. */
  public Script slower(double factor) {
    return new Script(
        factor * nanos, factor * deviceNanos, cold, noise, forks, microjoules, throttled, fault);
  }

  /** The same with one fork more, in which the processor is throttled to a share of its speed. */
  public Script throttled(int fork, double speed) {
    List<Double> more = new ArrayList<>(forks);
    more.add(fork, 1 / speed);
    return new Script(nanos, deviceNanos, cold, noise, more, microjoules, Set.of(fork), fault);
  }

  /**
   * True time of a warm execution, ns.
   *
   * @param fork of the cell, from 0
   * @param iteration of the fork; 0 is what comes before JMH's own warm-up
   */
  public double nanos(int fork, int iteration) {
    return nanos * factor(fork, iteration);
  }

  /** What the device's clock says of it, ns. */
  public long deviceNanos(int fork, int iteration) {
    return Math.round(deviceNanos * factor(fork, iteration));
  }

  private double factor(int fork, int iteration) {
    double drawn = 2 * new SplittableRandom(1_000L * fork + iteration).nextDouble() - 1;
    return forks.get(fork % forks.size()) * (1 + noise * drawn);
  }

  /**
   * True time of a call, ns.
   *
   * @param call of the fork, from 0
   */
  public double nanos(int fork, int iteration, long call) {
    return nanos(fork, iteration) * (1 + cold * Math.max(0, 1 - (double) call / COLD_CALLS));
  }
}
