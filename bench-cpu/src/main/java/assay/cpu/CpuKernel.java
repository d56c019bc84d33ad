package assay.cpu;

/** A kernel before it knows where its tensors are. */
@FunctionalInterface
public interface CpuKernel {
  /**
   * What computes one stage of a compiled program; running it allocates next to nothing.
   *
   * @param stage begins with the kernel's operation, and has what is fused with it
   * @param memory where its tensors are
   * @param workers the team to compute with
   */
  Runnable make(Stage stage, Memory memory, Workers workers);
}
