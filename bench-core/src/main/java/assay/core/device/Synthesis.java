package assay.core.device;

import assay.core.checks.Checks;
import java.util.Map;

/**
 * The result of placing and routing a design on one part. Its clock is one that the design could
 * run at, not one that it ran at.
 *
 * @param part device family, size and package, such as {@code iCE40 HX8K-CT256}
 * @param fmaxMegahertz highest clock frequency between registers after routing, in MHz, above 0;
 *     excluding paths to and from the pins
 * @param lut4 four-input lookup tables, after synthesis
 * @param flipFlops flip-flops, after synthesis
 * @param dsps hardened multipliers, after synthesis
 * @param blockRams memory blocks, after synthesis
 * @param logicCells logic cells occupied after packing
 * @param logicCellsOfPart logic cells of the part
 * @param tools versions, keyed by tool
 */
public record Synthesis(
    String part,
    double fmaxMegahertz,
    long lut4,
    long flipFlops,
    long dsps,
    long blockRams,
    long logicCells,
    long logicCellsOfPart,
    Map<String, String> tools) {
  public Synthesis {
    Checks.text("part", part);
    if (!(Checks.finite("fmaxMegahertz", fmaxMegahertz) > 0)) {
      throw new IllegalArgumentException("the clock frequency must be above 0");
    }
    Checks.notNegative("lut4", Long.valueOf(lut4));
    Checks.notNegative("flipFlops", Long.valueOf(flipFlops));
    Checks.notNegative("dsps", Long.valueOf(dsps));
    Checks.notNegative("blockRams", Long.valueOf(blockRams));
    Checks.notNegative("logicCells", Long.valueOf(logicCells));
    if (logicCells > logicCellsOfPart) {
      throw new IllegalArgumentException(
          logicCells + " logic cells do not fit a part that has " + logicCellsOfPart);
    }
    tools = Checks.copy("tools", tools);
    if (tools.isEmpty()) {
      throw new IllegalArgumentException("the tools that placed and routed it are missing");
    }
  }
}
