package assay.core.device;

import assay.core.availability.Availability;

/**
 * What an RTL simulation counts: exact cycles, and nothing with a unit of time. A clock frequency
 * is known only if the same design was placed and routed, and the two are never multiplied here.
 *
 * @param cycles clock cycles of one execution, from the first after reset to the last result, above
 *     0; including padding and filling and draining the array
 * @param macs multiply-adds of the program, m·n·k for a product, above 0; excluding those on
 *     padding
 * @param peakMacsPerCycle multiply-adds that the design can do per cycle, above 0
 * @param synthesis of this design, or why there is none
 */
public record ModelFigures(
    long cycles, long macs, long peakMacsPerCycle, Availability<Synthesis> synthesis) {
  public ModelFigures {
    if (cycles < 1 || macs < 1 || peakMacsPerCycle < 1) {
      throw new IllegalArgumentException(
          "cycles " + cycles + ", macs " + macs + ", peak " + peakMacsPerCycle + " per cycle");
    }
    if (macs > Math.multiplyExact(cycles, peakMacsPerCycle)) {
      throw new IllegalArgumentException(
          macs
              + " multiply-adds in "
              + cycles
              + " cycles at a peak of "
              + peakMacsPerCycle
              + " per cycle");
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
