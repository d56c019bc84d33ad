package assay.core.device;

import assay.core.availability.Availability;

/**
 * What a simulation of a register-transfer model counts: cycles, exactly, and nothing that has a
 * unit of time. A clock frequency stands beside it only where the same design was routed, and the
 * two are never multiplied here.
 *
 * @param cycles clock cycles of one execution, from the first after reset to the last result, above
 *     0; padding, filling and draining of the array are in it
 * @param macs multiply-adds the program asks for, m·n·k of a product, above 0; those on padding are
 *     not counted
 * @param peakMacsPerCycle multiply-adds the design can do in a cycle, above 0
 * @param synthesis of this very design, or why there is none
 */
public record ModelFigures(
    long cycles, long macs, long peakMacsPerCycle, Availability<Synthesis> synthesis) {
  public ModelFigures {
    if (cycles < 1 || macs < 1 || peakMacsPerCycle < 1) {
      throw new IllegalArgumentException(
          "cycles " + cycles + ", macs " + macs + ", at most " + peakMacsPerCycle + " a cycle");
    }
    if (macs > Math.multiplyExact(cycles, peakMacsPerCycle)) {
      throw new IllegalArgumentException(
          macs + " multiply-adds in " + cycles + " cycles of " + peakMacsPerCycle);
    }
  }

  /** Multiply-adds per cycle, above 0. */
  public double macsPerCycle() {
    return (double) macs / cycles;
  }

  /** {@link #macsPerCycle} as a share of the peak, above 0 and at most 1. */
  public double shareOfPeak() {
    return macsPerCycle() / peakMacsPerCycle;
  }
}
