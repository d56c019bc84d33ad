package assay.fpga;

/** A supported operation that is not bound to an accelerator yet. */
@FunctionalInterface
interface FpgaKernel {
  /** Adds the operation's launches. */
  void lower(Lowering lowering);
}
