package assay.report.gate.evaluate;

import assay.report.gate.Gate;
import assay.report.gate.GateResult;
import assay.report.gate.GateState;
import assay.report.gate.Night;
import assay.report.gate.Threshold;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A simulated fleet and the gate that watches it, night after night. */
final class Simulation {
  /** Nights after which every baseline is full. */
  static final int WARM = 62;

  private final SimulatedFleet fleet;
  private final @Nullable Threshold threshold;
  private final Deque<double[]> levels;
  private GateState state;

  /**
   * Before the first night.
   *
   * @param threshold null for the one that the gate itself would take
   */
  Simulation(SimulatedFleet fleet, @Nullable Threshold threshold) {
    this(fleet, threshold, new ArrayDeque<>(), GateState.empty());
  }

  private Simulation(
      SimulatedFleet fleet,
      @Nullable Threshold threshold,
      Deque<double[]> levels,
      GateState state) {
    this.fleet = fleet;
    this.threshold = threshold;
    this.levels = levels;
    this.state = state;
  }

  /** A future in which something is put in from the next night on. */
  Simulation branch(Injection injection, long seed) {
    return new Simulation(
        fleet.branch(injection, state.night() + 1, seed),
        threshold,
        new ArrayDeque<>(levels),
        state);
  }

  /** One night with its reruns. */
  GateResult next() {
    Night first = fleet.night(state.night() + 1);
    levels.addLast(fleet.levels(first));
    if (levels.size() > Rule.NIGHTS + 1) {
      levels.removeFirst();
    }
    Gate gate = threshold == null ? Gate.of(state) : new Gate(state, threshold);
    GateResult result = gate.judge(fleet.rerun(first, gate.reruns(first)));
    state = result.next();
    return result;
  }

  /** Nights without looking. */
  Simulation skip(int nights) {
    for (int i = 0; i < nights; i++) {
      next();
    }
    return this;
  }

  /** Logarithms of a series' first values, of the last nights; NaN for what was not measured. */
  double[] levels(int series) {
    return levels.stream().mapToDouble(night -> night[series]).toArray();
  }

  SimulatedFleet fleet() {
    return fleet;
  }

  GateState state() {
    return state;
  }
}
