/**
 * The target {@code rtl-model}: a systolic array in SystemVerilog, simulated cycle by cycle with
 * Verilator, and placed and routed for its clock frequency with Yosys and nextpnr.
 */
@NullMarked
package assay.fpga.rtl;

import org.jspecify.annotations.NullMarked;
