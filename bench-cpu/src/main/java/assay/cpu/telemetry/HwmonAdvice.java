package assay.cpu.telemetry;

/** Remedies around hardware monitoring chips. */
final class HwmonAdvice {
  private HwmonAdvice() {}

  /** How to make a file of {@code chip} readable that has just failed. */
  static String readable(HwmonChip chip, NumberFile file) {
    return file.denied()
        ? "as long as the machine runs: sudo chmod a+r /" + chip.folder() + "/*_input"
        : "look at the kernel log: sudo dmesg | grep -i " + chip.name();
  }
}
