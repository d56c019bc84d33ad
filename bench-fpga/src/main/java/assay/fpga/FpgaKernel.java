package assay.fpga;

/** An operation that is supported, before there is an accelerator. */
@FunctionalInterface
interface FpgaKernel {
  /** Adds the operation's launches. */
  void lower(Lowering lowering);
}
