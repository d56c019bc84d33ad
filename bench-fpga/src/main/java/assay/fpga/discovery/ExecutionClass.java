package assay.fpga.discovery;

/** What executes the kernels. Only the times of {@link #FPGA_HARDWARE} are meaningful. */
public enum ExecutionClass {
  /** A programmed board. */
  FPGA_HARDWARE("FPGA"),
  /** The vendor's simulation of the generated circuit. */
  VENDOR_HW_EMULATION("the vendor's hardware emulation"),
  /** The vendor's execution of the kernels on the host's processor. */
  VENDOR_SW_EMULATION("the vendor's software emulation"),
  /** Any other execution of the kernels' source on the host's processor. */
  FUNCTIONAL_EMULATION("functional emulation");

  private final String text;

  ExecutionClass(String text) {
    this.text = text;
  }

  /** For messages. */
  public String text() {
    return text;
  }
}
