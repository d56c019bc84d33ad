package assay.cpu;

/** A kernel that is not bound to memory yet. */
@FunctionalInterface
public interface CpuKernel {
  /**
   * Binds the kernel to a stage of a compiled program. Running the result allocates next to
   * nothing.
   *
   * @param stage starts with the kernel's operation, followed by the operations fused with it
   * @param memory holds its tensors
   * @param workers the team to compute with
   */
  Runnable make(Stage stage, Memory memory, Workers workers);
}
