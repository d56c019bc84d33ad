package assay.fpga.telemetry;

import java.util.OptionalInt;
import java.util.Set;

/** Which PCI functions are FPGA boards. */
final class FpgaIds {
  private static final int INTEL = 0x8086;

  /**
   * Intel's FPGA functions: Xeon with FPGA (bcbd, bcbf, bcc0, bcc1), PAC Arria 10 GX (09c4, 09c5),
   * PAC N3000 (0b30, 0b31), PAC D5005 (0b2b, 0b2c), boards with the open FPGA stack (bcce, bccf),
   * as in the kernel's {@code drivers/fpga/dfl-pci.c}.
   */
  private static final Set<Integer> INTEL_DEVICES =
      Set.of(
          0xbcbd, 0xbcbf, 0xbcc0, 0xbcc1, 0x09c4, 0x09c5, 0x0b30, 0x0b31, 0x0b2b, 0x0b2c, 0xbcce,
          0xbccf);

  /** AMD (Xilinx), Altera, Lattice, Microchip (Actel), Achronix, BittWare. */
  private static final Set<Integer> VENDORS =
      Set.of(XrtCard.VENDOR, 0x1172, 0x1204, 0x11aa, 0x1b59, 0x12ba);

  private FpgaIds() {}

  /** Whether it is a board of Intel's DFL drivers. */
  static boolean isIntelFpga(PciFunction function) {
    OptionalInt device = function.id("device");
    return function.hasVendor(INTEL)
        && device.isPresent()
        && INTEL_DEVICES.contains(device.getAsInt());
  }

  /** Whether it is an FPGA board of any manufacturer. */
  static boolean isFpga(PciFunction function) {
    OptionalInt vendor = function.id("vendor");
    return isIntelFpga(function) || (vendor.isPresent() && VENDORS.contains(vendor.getAsInt()));
  }
}
