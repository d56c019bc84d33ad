package assay.core.device;

import assay.core.checks.Checks;
import java.util.Map;

/**
 * What placing and routing a design on one part gave. A clock that a design could be run at, not
 * one it was run at.
 *
 * @param part device family, size and package, such as {@code iCE40 HX8K-CT256}
 * @param fmaxMegahertz highest clock frequency between registers after routing, in MHz, above 0;
 *     paths from and to the pins are not in it
 * @param lut4 lookup tables of four inputs, after synthesis
 * @param flipFlops flip-flops, after synthesis
 * @param dsps hardened multipliers, after synthesis
 * @param blockRams blocks of memory, after synthesis
 * @param logicCells logic cells occupied after packing
 * @param logicCellsOfPart logic cells the part has
 * @param tools version by tool
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
      throw new IllegalArgumentException("a clock frequency is above 0");
    }
    Checks.notNegative("lut4", Long.valueOf(lut4));
    Checks.notNegative("flipFlops", Long.valueOf(flipFlops));
    Checks.notNegative("dsps", Long.valueOf(dsps));
    Checks.notNegative("blockRams", Long.valueOf(blockRams));
    Checks.notNegative("logicCells", Long.valueOf(logicCells));
    if (logicCells > logicCellsOfPart) {
      throw new IllegalArgumentException(
          logicCells + " logic cells do not fit a part of " + logicCellsOfPart);
    }
    tools = Checks.copy("tools", tools);
    if (tools.isEmpty()) {
      throw new IllegalArgumentException("the tools that routed it are missing");
    }
  }
}
